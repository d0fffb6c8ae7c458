import { bars, sorted } from './bars.js';
import { element, percent } from './dom.js';
import { marked } from './marks.js';
import { mentionsOf } from './mentions.js';
import { taskSection } from './task.js';

const TEXTS = [
  { label: 'a film', values: { text: 'A gripping film that never lets go.' } },
  { label: 'another film', values: { text: 'Two hours too long, and dull from the first minute.' } },
  { label: 'a request', values: { text: 'please move 200 dollars from my savings to my checking account' } },
  { label: 'a gloss', values: { text: 'kitten: a young domestic cat' } },
  { label: 'a pair', values: { text: 'A man is playing a guitar.', pair: 'Someone plays an instrument.' } },
];
const RELATIONS = [
  { label: 'author and tool', values: { text: 'The <e1>author</e1> of a keygen uses a <e2>disassembler</e2> to look at the code.' } },
  { label: 'fire and lightning', values: { text: 'The <e1>fire</e1> was caused by <e2>lightning</e2> in the night.' } },
];

const isRelation = (model) => model.task === 'relation';

/** The class or the value of a text or a pair, and the relation of two parts of a text. */
export const classify = taskSection({
  id: 'classify',
  title: 'What kind of text is it?',
  intro: 'A class with the probabilities of all classes, a value, or the relation between two parts of a text: what the model was fine-tuned for.',
  fields: (model) =>
    isRelation(model)
      ? [{ name: 'text', label: 'Text', hint: 'With <e1>…</e1> around its first part, and <e2>…</e2> around its second.' }]
      : [
          { name: 'text', label: 'Text' },
          { name: 'pair', label: 'Second text', rows: 2, optional: true, hint: 'For models of pairs alone.' },
        ],
  examples: (model) => (isRelation(model) ? RELATIONS : TEXTS),
  body: ({ text, pair }) => {
    if (pair === undefined) {
      return mentionsOf(text);
    }
    return pair.trim() === '' ? { text } : { text, pair };
  },
  show: (response, body) => {
    const { prediction, probability, probabilities } = response;
    if (probabilities === undefined) {
      return { summary: `The value is ${prediction}.`, nodes: [element('p', { class: 'value' }, String(prediction))] };
    }
    return {
      summary: `The model says ${prediction}, with ${percent(probability)}.`,
      nodes: [body.head ? parts(body) : null, ...bars('Classes and their probabilities', 'Class', sorted(probabilities))].filter(Boolean),
    };
  },
});

function parts({ text, head, tail }) {
  return marked(text, [
    { ...head, label: 'first', colour: 0 },
    { ...tail, label: 'second', colour: 1 },
  ]);
}
