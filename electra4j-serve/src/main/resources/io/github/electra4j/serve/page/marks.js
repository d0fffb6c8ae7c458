import { CodePoints } from './code-points.js';
import { element } from './dom.js';

/** Colours that the style sheet has. */
const COLOURS = 8;

/**
 * A text with parts of it marked, each with its label beside it. Of parts that overlap the first is marked.
 *
 * @param {string} text
 * @param {Array<{start: number, end: number, label: string, colour: number}>} spans places in code points
 * @param {function(Node, number)} made called with the node of each span that is marked, and its number
 */
export function marked(text, spans, made = () => {}) {
  const points = new CodePoints(text);
  const order = spans.map((_, i) => i).sort((a, b) => spans[a].start - spans[b].start || spans[b].end - spans[a].end);
  const nodes = [];
  let place = 0;
  for (const i of order) {
    const { start, end, label, colour } = spans[i];
    if (start < place) {
      continue;
    }
    const node = mark(points.slice(start, end), label, colour);
    made(node, i);
    nodes.push(points.slice(place, start), node);
    place = end;
  }
  nodes.push(points.slice(place));
  return element('p', { class: 'marked', dir: 'auto' }, nodes);
}

/** A marked part with its label. */
export function mark(text, label, colour) {
  return element('mark', { class: `k${colour % COLOURS}` }, text, element('span', { class: 'label' }, `\u00a0${label}`));
}

/** Numbers of colours for labels, in the order in which they come. */
export function coloursOf(labels) {
  const colours = new Map();
  for (const label of labels) {
    if (!colours.has(label)) {
      colours.set(label, colours.size);
    }
  }
  return colours;
}

/** What the colours stand for, and how often each is there. */
export function legend(colours, labels) {
  const items = [...colours].map(([label, colour]) => {
    const count = labels.filter((other) => other === label).length;
    return element('li', {}, element('span', { class: `swatch k${colour % COLOURS}`, 'aria-hidden': 'true' }), `${label}: ${count}`);
  });
  return element('ul', { class: 'legend', 'aria-label': 'Labels' }, items);
}
