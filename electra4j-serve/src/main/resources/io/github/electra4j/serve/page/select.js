import { bars } from './bars.js';
import { percent } from './dom.js';
import { taskSection } from './task.js';

const lines = (text) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** The option that goes with a context. */
export const select = taskSection({
  id: 'select',
  title: 'Which option fits?',
  intro: 'One of several options, such as replies to what was said before or answers to a question.',
  fields: () => [
    { name: 'context', label: 'Context', rows: 4 },
    { name: 'question', label: 'Question', rows: 1, optional: true, hint: 'Where there is one.' },
    { name: 'options', label: 'Options', rows: 4, hint: 'One a line, two at least.' },
  ],
  examples: () => [
    {
      label: 'a reply',
      values: {
        context: 'm: Good morning, can I help you? f: Yes, I would like to send this parcel to Canada.',
        options: 'm: By air or by sea?\nm: The film begins at eight.\nm: He has been ill since Monday.\nm: I have never been here before.',
      },
    },
    {
      label: 'a cause',
      values: {
        context: 'The street was wet in the morning.',
        question: 'What was the cause?',
        options: 'It had rained in the night.\nThe sun was shining.',
      },
    },
  ],
  body: ({ context, question, options }) => {
    const all = lines(options);
    if (all.length < 2) {
      throw new Error('give two options at least, one a line');
    }
    return question.trim() === '' ? { context, options: all } : { context, question, options: all };
  },
  show: ({ prediction, probability, probabilities }, { options }) => {
    const shares = options.map((name, i) => ({ name, share: probabilities[i], note: i === prediction ? 'chosen' : undefined }));
    return {
      summary: `The model chooses "${options[prediction]}", with ${percent(probability)}.`,
      nodes: bars('Options and their probabilities', 'Option', shares),
    };
  },
});
