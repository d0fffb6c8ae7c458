import { CodePoints } from './code-points.js';

const MARKS = { head: ['<e1>', '</e1>'], tail: ['<e2>', '</e2>'] };

/**
 * A text whose two parts are marked as in SemEval-2010 task 8, `<e1>...</e1>` and `<e2>...</e2>`, as the service takes it: without marks, the
 * places of the parts in code points.
 *
 * @returns `{ text, head, tail }`
 * @throws Error that says which mark is missing
 */
export function mentionsOf(marked) {
  const places = [];
  for (const [name, [open, close]] of Object.entries(MARKS)) {
    const start = marked.indexOf(open);
    const end = marked.indexOf(close);
    if (start < 0 || end < start || marked.indexOf(open, start + 1) >= 0 || marked.indexOf(close, end + 1) >= 0) {
      throw new Error(`mark one part of the text with ${open} and ${close}`);
    }
    places.push({ name, at: start, length: open.length, edge: 'start' }, { name, at: end, length: close.length, edge: 'end' });
  }
  places.sort((a, b) => a.at - b.at);
  const found = { text: '', head: {}, tail: {} };
  let from = 0;
  for (const { name, at, length, edge } of places) {
    found.text += marked.slice(from, at);
    found[name][edge] = new CodePoints(found.text).length;
    from = at + length;
  }
  found.text += marked.slice(from);
  return found;
}
