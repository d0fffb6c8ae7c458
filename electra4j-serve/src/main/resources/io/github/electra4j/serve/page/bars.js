import { element, percent, styled } from './dom.js';
import { folded, table } from './table.js';

/** Bars that are shown at first. */
const SHOWN = 8;

function rows(caption, what, all) {
  const columns = [{ title: what, kind: 'head' }, { title: 'Probability', kind: 'number' }, { title: '', kind: 'bar' }];
  const made = table(
    caption,
    columns,
    all.map(({ name, share, note }) => [
      note ? element('span', {}, name, element('strong', {}, ` (${note})`)) : name,
      percent(share),
      styled(element('span'), '--share', share),
    ]),
  );
  made.className = 'bars';
  return made;
}

/**
 * Probabilities as bars, in a table that can be read without them; many are folded.
 *
 * @param {string} caption of the table
 * @param {string} what the first column names
 * @param {Array<{name: string, share: number, note?: string}>} all in the order in which they are shown
 */
export function bars(caption, what, all) {
  const nodes = [rows(caption, what, all.slice(0, SHOWN))];
  if (all.length > SHOWN) {
    const others = rows(`${caption}, the others`, what, all.slice(SHOWN));
    nodes.push(folded('others', `The other ${all.length - SHOWN}`, others));
  }
  return nodes;
}

/** The same of an object of probabilities by name, the likeliest first. */
export function sorted(probabilities) {
  return Object.entries(probabilities)
    .map(([name, share]) => ({ name, share }))
    .sort((a, b) => b.share - a.share);
}
