import { drawn } from './dom.js';
import { taskSection } from './task.js';

const HEIGHT = 60;

/** The vector of a text. */
export const encode = taskSection({
  id: 'encode',
  title: 'A text as a vector',
  intro: 'The mean of the states of a text\u2019s tokens, as search and clustering use it.',
  fields: () => [{ name: 'text', label: 'Text', rows: 2 }],
  examples: () => [{ label: 'a sentence', values: { text: 'A fine day.' } }],
  body: ({ text }) => ({ text }),
  show: ({ vector }) => {
    const length = Math.hypot(...vector);
    const words = `A vector of ${vector.length} numbers and length ${length.toPrecision(4)}.`;
    return { summary: words, nodes: [picture(vector)] };
  },
});

/** Its numbers as strokes up and down from a line; the response has them as numbers. */
function picture(vector) {
  const most = Math.max(...vector.map(Math.abs)) || 1;
  const middle = HEIGHT / 2;
  const way = vector.map((value, i) => `M ${i + 0.5} ${middle} V ${(middle - (value / most) * (middle - 1)).toFixed(2)}`).join(' ');
  const svg = drawn('svg', { class: 'vector', viewBox: `0 0 ${vector.length} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(drawn('path', { class: 'line', d: `M 0 ${middle} H ${vector.length}` }), drawn('path', { d: way }));
  return svg;
}
