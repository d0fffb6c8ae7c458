// Values under the pointer (or the arrow keys), and the switch between linear and logarithmic. Everything else is there
// without this script.
'use strict';
const LEFT = 62, RIGHT = 538, TOP = 10, BOTTOM = 256, WIDTH = 560;
const numbers = text => text.split(' ').map(Number);
const shown = value => Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));

function nearest(sorted, x) {
  let low = 0, high = sorted.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle; else high = middle;
  }
  return x - sorted[low] <= sorted[high] - x ? low : high;
}

for (const figure of document.querySelectorAll('figure.chart')) {
  const plot = figure.querySelector('svg.plot');
  if (!plot) continue;
  const from = Number(figure.dataset.from), to = Number(figure.dataset.to);
  const tip = figure.querySelector('.tip'), cross = plot.querySelector('.cross');
  const curves = [...plot.querySelectorAll('circle')].map(dot => ({
    dot, name: dot.dataset.name, xs: numbers(dot.dataset.x), ys: numbers(dot.dataset.y),
    raw: dot.dataset.raw && numbers(dot.dataset.raw)
  }));
  let all = null, at = -1;

  const place = x => LEFT + (x - from) / (to - from) * (RIGHT - LEFT);
  function height(y) {
    const log = plot.classList.contains('logarithmic');
    const scale = plot.querySelector(log ? '.log' : '.linear').dataset;
    const f = log ? Math.log : value => value;
    return BOTTOM - (f(y) - f(Number(scale.from))) / (f(Number(scale.to)) - f(Number(scale.from))) * (BOTTOM - TOP);
  }
  function add(parent, tag, text, className) {
    const child = parent.appendChild(document.createElement(tag));
    child.textContent = text;
    if (className) child.className = className;
    return child;
  }
  function point(x) {
    let column = null;
    for (const curve of curves) {
      const near = curve.xs[nearest(curve.xs, x)];
      if (column === null || Math.abs(near - x) < Math.abs(column - x)) column = near;
    }
    tip.replaceChildren();
    add(tip, 'b', figure.dataset.x + ' ' + shown(column));
    for (const curve of curves) {
      const i = nearest(curve.xs, column);
      const inside = column >= curve.xs[0] && column <= curve.xs[curve.xs.length - 1];
      curve.dot.classList.toggle('near', inside);
      if (!inside) continue;
      curve.dot.setAttribute('cx', place(curve.xs[i]));
      curve.dot.setAttribute('cy', height(curve.ys[i]));
      const row = add(tip, 'div', '');
      add(row, 'i', '', curve.dot.classList[0]);
      row.append(curve.name + ' ');
      add(row, 'b', shown(curve.ys[i]));
      if (curve.raw) add(row, 'small', ' measured ' + shown(curve.raw[i]));
      if (curve.xs[i] !== column) add(row, 'small', ' at ' + shown(curve.xs[i]));
    }
    cross.setAttribute('x1', place(column));
    cross.setAttribute('x2', place(column));
    plot.classList.add('pointed');
    tip.hidden = false;
    const box = plot.getBoundingClientRect(), frame = figure.getBoundingClientRect();
    const middle = place(column) / WIDTH * box.width + box.left - frame.left;
    const left = middle + 14 + tip.offsetWidth > frame.width ? middle - 14 - tip.offsetWidth : middle + 14;
    tip.style.left = Math.max(4, left) + 'px';
    tip.style.top = box.top - frame.top + 12 + 'px';
  }
  function leave() {
    plot.classList.remove('pointed');
    tip.hidden = true;
    at = -1;
  }
  plot.addEventListener('pointermove', event => {
    const box = plot.getBoundingClientRect();
    point(from + ((event.clientX - box.left) / box.width * WIDTH - LEFT) / (RIGHT - LEFT) * (to - from));
  });
  plot.addEventListener('pointerleave', leave);
  plot.addEventListener('blur', leave);
  plot.addEventListener('keydown', event => {
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    if (move === undefined) return;
    all = all || [...new Set(curves.flatMap(curve => curve.xs))].sort((a, b) => a - b);
    at = Math.max(0, Math.min(all.length - 1, at + move));
    point(all[at]);
    event.preventDefault();
  });
  const button = figure.querySelector('.scale');
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      leave();
      button.setAttribute('aria-pressed', plot.classList.toggle('logarithmic'));
    });
  }
}
