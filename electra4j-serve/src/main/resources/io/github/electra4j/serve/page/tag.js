import { element, percent } from './dom.js';
import { coloursOf, legend, mark, marked } from './marks.js';
import { folded, table } from './table.js';
import { taskSection } from './task.js';

/** The entities or chunks of a text; of parts of speech, the words. */
export const tag = taskSection({
  id: 'tag',
  title: 'What is what in the text?',
  intro: 'Entities, chunks or parts of speech, marked in the text.',
  fields: () => [{ name: 'text', label: 'Text', rows: 4 }],
  examples: () => [
    { label: 'a meeting', values: { text: 'Angela Merkel met the head of the European Central Bank in Frankfurt on Monday.' } },
    { label: 'a company', values: { text: 'Shares of Siemens rose by three per cent after the company had sold its plant in Texas.' } },
  ],
  body: ({ text }) => ({ text }),
  show: ({ spans, words, tags }, { text }) => {
    if (spans.length > 0 || tags.every((name) => name === 'O')) {
      return found(text, spans);
    }
    const colours = coloursOf(tags);
    return {
      summary: `${words.length} words with their tags.`,
      nodes: [tagged(words, tags, colours), legend(colours, tags)],
    };
  },
});

function found(text, spans) {
  const labels = spans.map((span) => span.label);
  const colours = coloursOf(labels);
  const coloured = spans.map((span) => ({ ...span, colour: colours.get(span.label) }));
  return {
    summary: spans.length === 0 ? 'Nothing is marked in this text.' : `${spans.length} found: ${listed(spans)}.`,
    nodes: spans.length === 0 ? [] : [marked(text, coloured), legend(colours, labels), tableOf(spans)],
  };
}

function listed(spans) {
  const first = spans.slice(0, 5).map((span) => `${span.text} (${span.label})`).join(', ');
  return spans.length > 5 ? `${first} and others` : first;
}

function tagged(words, tags, colours) {
  const nodes = words.flatMap((word, i) => [mark(word, tags[i], colours.get(tags[i])), ' ']);
  return element('p', { class: 'marked', dir: 'auto' }, nodes);
}

/** Spans with their probabilities. */
export function tableOf(spans) {
  const columns = [
    { title: 'Number', kind: 'number' },
    { title: 'Text', kind: 'head' },
    { title: 'Label' },
    { title: 'Probability', kind: 'number' },
  ];
  const rows = spans.map((span, i) => [String(i + 1), span.text, span.label, percent(span.probability)]);
  return folded('spans', 'All of them as a table', table('What is marked, with its probability', columns, rows));
}
