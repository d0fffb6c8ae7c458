import { isNoisy, partsOf, range, shown, smoothed, thinned, ticks } from './curve.js';
import { drawn, element } from './dom.js';
import { folded, table } from './table.js';

const WIDTH = 360;
const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 12;
const TOP = 8;
const BOTTOM = 24;

/** Points drawn of a curve, and rows of its table. */
const POINTS = 300;
const ROWS = 40;

/** A figure over the steps of a run: of training as a line, of held-out data as a dashed line with its points. */
export class Chart {
  #name;
  #picture = drawn('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img' });
  #last = element('p', { class: 'hint' });
  #fold = folded('values', 'As a table');
  #curves = { train: [], eval: [] };
  node;

  constructor(name) {
    this.#name = name.replaceAll('_', ' ');
    this.#fold.addEventListener('toggle', () => this.#fill());
    this.node = element(
      'figure',
      { class: 'chart', 'data-figure': name },
      element('figcaption', {}, this.#name),
      this.#picture,
      this.#last,
      this.#fold,
    );
  }

  /** Shows the curves as they are now. */
  update(curves) {
    this.#curves = curves;
    const words = [said('training', curves.train), said('held out', curves.eval)].filter(Boolean).join('; ');
    this.#last.textContent = words;
    this.#picture.setAttribute('aria-label', `${this.#name} over the steps: ${words}`);
    this.#picture.replaceChildren(...this.#drawn());
    this.#fill();
  }

  #drawn() {
    const train = partsOf(this.#curves.train);
    const held = partsOf(this.#curves.eval);
    const all = [...train, ...held].flat();
    if (all.length === 0) {
      return [drawn('text', { x: WIDTH / 2, y: HEIGHT / 2, class: 'middle' }, 'no number yet')];
    }
    const scale = new Scale(all);
    const lines = [];
    for (const part of train) {
      const noisy = isNoisy(part);
      lines.push(drawn('path', { class: noisy ? 'train pale' : 'train', d: scale.way(thinned(part, POINTS)) }));
      if (noisy) {
        lines.push(drawn('path', { class: 'train', d: scale.way(thinned(smoothed(part), POINTS)) }));
      }
    }
    for (const part of held) {
      const points = thinned(part, POINTS);
      lines.push(drawn('path', { class: 'held', d: scale.way(points) }));
      lines.push(...points.map((point) => drawn('circle', { class: 'held', r: 2.5, cx: scale.x(point.step), cy: scale.y(point.value) })));
    }
    return [...scale.axes(), ...lines];
  }

  /** The table is made when it is unfolded: most are never looked at. */
  #fill() {
    if (!this.#fold.open) {
      return;
    }
    const columns = [{ title: 'Step', kind: 'head' }, { title: 'Of' }, { title: 'Value', kind: 'number' }];
    const rows = [
      ...few(this.#curves.train).map((point) => ({ ...point, of: 'training' })),
      ...few(this.#curves.eval).map((point) => ({ ...point, of: 'held out' })),
    ].sort((a, b) => a.step - b.step);
    const made = table(
      `${this.#name}, at most ${ROWS} values of each kind`,
      columns,
      rows.map(({ step, of, value }) => [shown(step), of, Number.isFinite(value) ? shown(value) : 'no number']),
    );
    this.#fold.querySelector('table')?.remove();
    this.#fold.append(made);
  }
}

function said(kind, points) {
  if (points.length === 0) {
    return null;
  }
  const last = points[points.length - 1];
  const first = points[0];
  const from = points.length > 1 ? `from ${shown(first.value)} at step ${shown(first.step)} to ` : '';
  return `${kind} ${from}${shown(last.value)} at step ${shown(last.step)}`;
}

function few(points) {
  const every = Math.ceil(points.length / ROWS);
  return points.filter((_, i) => (points.length - 1 - i) % every === 0);
}

/** From steps and values to places in the picture. */
class Scale {
  #steps;
  #least;
  #most;

  constructor(points) {
    this.#steps = Math.max(1, ...points.map((point) => point.step));
    [this.#least, this.#most] = range(points);
    if (this.#least === this.#most) {
      const room = Math.abs(this.#least) * 0.1 || 1;
      this.#least -= room;
      this.#most += room;
    }
  }

  x(step) {
    return LEFT + ((WIDTH - LEFT - RIGHT) * step) / this.#steps;
  }

  y(value) {
    return TOP + ((HEIGHT - TOP - BOTTOM) * (this.#most - value)) / (this.#most - this.#least);
  }

  way(points) {
    return points.map(({ step, value }, i) => `${i === 0 ? 'M' : 'L'} ${this.x(step).toFixed(1)} ${this.y(value).toFixed(1)}`).join(' ');
  }

  axes() {
    const across = ticks(this.#least, this.#most, 4).flatMap((value) => [
      drawn('path', { class: 'grid', d: `M ${LEFT} ${this.y(value)} H ${WIDTH - RIGHT}` }),
      drawn('text', { x: LEFT - 5, y: this.y(value) + 4, class: 'end' }, shown(value)),
    ]);
    const below = ticks(0, this.#steps, 4)
      .filter((step) => Number.isInteger(step))
      .map((step) => drawn('text', { x: this.x(step), y: HEIGHT - 6, class: 'middle' }, shown(step)));
    return [...across, ...below];
  }
}
