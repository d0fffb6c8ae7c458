import { bars } from './bars.js';
import { percent } from './dom.js';
import { marked } from './marks.js';
import { folded } from './table.js';
import { taskSection } from './task.js';

const CONTEXT =
  'The Nile is a major river in northeastern Africa. It flows north into the Mediterranean Sea and is about 6,650 km long. Its two main'
  + ' tributaries, the White Nile and the Blue Nile, meet at Khartoum, the capital of Sudan.';

/** The part of a text that answers a question, or that there is none. */
export const answer = taskSection({
  id: 'answer',
  title: 'Where does the text answer the question?',
  intro: 'The part of the text that answers the question, marked where it stands.',
  fields: () => [
    { name: 'question', label: 'Question', rows: 1 },
    { name: 'context', label: 'Text', rows: 5 },
  ],
  examples: () => [
    { label: 'how long', values: { question: 'How long is the Nile?', context: CONTEXT } },
    { label: 'where', values: { question: 'Where do the White Nile and the Blue Nile meet?', context: CONTEXT } },
    { label: 'no answer', values: { question: 'Who painted the Mona Lisa?', context: CONTEXT } },
  ],
  body: ({ question, context }) => ({ question, context }),
  show: (response, { context }) => {
    const { answer: text, start, end, probability, best, no_answer_probability: none } = response;
    const found = start !== null && text !== '';
    const declined = none === undefined ? '' : ` That the text has no answer: ${percent(none)}.`;
    return {
      summary: (found ? `The answer is "${text}", with ${percent(probability)}.` : 'The text has no answer to that.') + declined,
      nodes: [
        marked(context, found ? [{ start, end, label: `answer, ${percent(probability)}`, colour: 0 }] : []),
        best.length > 1 ? others(best) : null,
      ].filter(Boolean),
    };
  },
});

function others(best) {
  const shares = best.map(({ answer: name, probability: share }) => ({ name, share }));
  return folded('candidates', 'Other answers that were considered', ...bars('Answers and their probabilities', 'Answer', shares));
}
