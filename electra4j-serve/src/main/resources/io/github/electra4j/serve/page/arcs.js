import { drawn, element } from './dom.js';

/** Height of the first arrow above its words, and how much the next ones rise, in pixels. */
const RISE = 16;
const STEP = 9;

/**
 * A text with arrows between its marks, drawn anew when its lines break elsewhere. They repeat what a table says, so
 * they are not read out.
 *
 * @param body the element with the marks
 * @param marks nodes by number
 * @param relations each `{ head, tail, relation }`, numbers of marks
 */
export function arcs(body, marks, relations) {
  const picture = drawn('svg', { class: 'arcs', 'aria-hidden': 'true' });
  const frame = element('div', { class: 'related' }, body, picture);
  const observer = new ResizeObserver(() => {
    if (frame.isConnected) {
      draw(frame, picture, marks, relations);
    } else {
      observer.disconnect();
    }
  });
  observer.observe(frame);
  return frame;
}

function draw(frame, picture, marks, relations) {
  const box = frame.getBoundingClientRect();
  picture.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  const seen = new Map();
  const nodes = relations.flatMap(({ head, tail, relation }, i) => {
    if (!marks[head] || !marks[tail]) {
      return [];
    }
    const from = top(marks[head], box);
    const to = top(marks[tail], box);
    // Arrows that begin at one word stand beside each other.
    const nth = seen.get(head) ?? 0;
    seen.set(head, nth + 1);
    return arrow({ x: from.x + 6 * nth, y: from.y }, to, relation, i);
  });
  picture.replaceChildren(...nodes);
}

function top(mark, box) {
  const place = mark.getClientRects()[0];
  return { x: place.left - box.left + Math.min(place.width, 40) / 2, y: place.top - box.top };
}

function arrow(from, to, relation, i) {
  const rise = Math.min(from.y, to.y) - RISE - STEP * (i % 3);
  const tip = `M ${to.x - 4} ${to.y - 6} L ${to.x} ${to.y} L ${to.x + 4} ${to.y - 6}`;
  const way = `M ${from.x} ${from.y} C ${from.x} ${rise}, ${to.x} ${rise}, ${to.x} ${to.y}`;
  const label = drawn('text', { x: (from.x + to.x) / 2, y: (from.y + 6 * rise + to.y) / 8 + 2 }, relation);
  return [drawn('path', { d: way }), drawn('path', { d: tip }), label];
}
