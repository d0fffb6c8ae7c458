import { element } from './dom.js';
import { folded } from './table.js';

/** JSON with a line a member, and lists of numbers on one line. */
function printed(value) {
  return JSON.stringify(value, null, 2).replace(/\[[\s\d.,eE+-]*\]/g, (list) => list.replace(/\s+/g, ' '));
}

function block(title, text) {
  const code = element('pre', { tabindex: 0, role: 'region', 'aria-label': title }, text);
  return element('div', {}, element('h3', {}, title), code);
}

/** The exact request and response, folded. */
export function exchange(service, path, body, response) {
  return folded('exchange', 'Request and response', block('Request', service.curl(path, body)), block('Response', printed(response)));
}
