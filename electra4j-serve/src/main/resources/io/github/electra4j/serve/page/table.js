import { element } from './dom.js';

/**
 * A table that can be read out.
 *
 * @param {string} caption
 * @param {Array<{title: string, kind?: 'head'|'number'|'bar'}>} columns `head` names the row, a `bar` is only seen
 * @param {Array<Array<string|Node>>} rows
 */
export function table(caption, columns, rows) {
  const titles = columns.map(({ title, kind }) =>
    kind === 'bar' ? element('td', { 'aria-hidden': 'true' }) : element('th', { scope: 'col', class: kind }, title),
  );
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, titles)),
    element('tbody', {}, rows.map((row) => element('tr', {}, row.map((content, i) => cell(columns[i].kind, content))))),
  );
}

function cell(kind, content) {
  if (kind === 'head') {
    return element('th', { scope: 'row', dir: 'auto' }, content);
  }
  return element('td', { class: kind, dir: kind ? null : 'auto', 'aria-hidden': kind === 'bar' ? 'true' : null }, content);
}

/** Something that is unfolded on demand; `name` tells it from the other folds of a result. */
export function folded(name, title, ...children) {
  return element('details', { class: name }, element('summary', {}, title), children);
}
