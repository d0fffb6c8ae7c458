import { element, percent } from './dom.js';
import { marked } from './marks.js';
import { taskSection } from './task.js';

/** The answer to a question out of the documents that the server was started with, in the passage that it stands in. */
export const ask = taskSection({
  id: 'ask',
  title: 'What do the documents say?',
  intro: 'The surest answer out of the documents that are served here, marked in its passage; or that they have none.',
  fields: () => [{ name: 'question', label: 'Question to the documents', rows: 1 }],
  // What is asked of documents, only those know who have read them.
  examples: () => [],
  body: ({ question }) => ({ question }),
  show: (response) => {
    const { answer: text, confidence, start, end, passage } = response;
    if (start === null || text === '') {
      const nearest = confidence > 0 ? ` The surest candidate had ${percent(confidence)}.` : '';
      return { summary: `The documents have no answer to that.${nearest}`, nodes: [] };
    }
    const place = { start: start - passage.start, end: end - passage.start, label: `answer, ${percent(confidence)}`, colour: 0 };
    return {
      summary: `The answer is "${text}", with ${percent(confidence)}.`,
      nodes: [marked(passage.text, [place]), element('p', { class: 'hint', dir: 'auto' }, sourceOf(response))],
    };
  },
});

/** Where the answer stands, and what its confidence is made of. */
function sourceOf({ file, title, heading, page, start, end, reader_probability: reader, passage_probability: found }) {
  const where = [file, title, heading, page === undefined ? undefined : `page ${page}`, `characters ${start} to ${end}`];
  const sure = `the reader is sure by ${percent(reader)}, the passage by ${percent(found)}`;
  return `${where.filter((part) => part !== undefined && part !== '').join(', ')}; ${sure}.`;
}
