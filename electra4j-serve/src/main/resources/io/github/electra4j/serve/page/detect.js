import { CodePoints } from './code-points.js';
import { element, percent, styled } from './dom.js';
import { folded, table } from './table.js';
import { taskSection } from './task.js';

/** From here on a token is rather replaced than not. */
const REPLACED = 0.5;

/** What ELECTRA learns, made visible: every token of a text by how likely it stands in place of another. */
export const detect = taskSection({
  id: 'detect',
  title: 'Which words do not belong?',
  intro:
    'ELECTRA learns by judging every token of a text: is it the original, or has it been replaced? Type, or change a word: the darker a'
    + ' token, the more likely it stands in place of another.',
  live: true,
  fields: () => [{ name: 'text', label: 'Text', rows: 3, hint: 'Judged while you type.' }],
  examples: () => [
    { label: 'the chef', values: { text: 'The chef cooked the meal and served it to his guests.' } },
    { label: 'the pencil', values: { text: 'The chef cooked the pencil and served it to his guests.' } },
    { label: 'a city', values: { text: 'Paris is the capital and largest guitar of France.' } },
  ],
  body: ({ text }) => ({ text }),
  show: ({ tokens }, { text }) => ({ summary: summary(tokens), nodes: [judged(text, tokens), scale(), everyToken(text, tokens)] }),
});

function mostLikely(tokens) {
  return tokens.reduce((best, token) => (token.probability > best.probability ? token : best));
}

function summary(tokens) {
  if (tokens.length === 0) {
    return 'No tokens.';
  }
  const most = mostLikely(tokens);
  const count = tokens.filter((token) => token.probability >= REPLACED).length;
  return (
    `${tokens.length} tokens, ${count} rather replaced than not; the most likely is "${most.token}" with`
    + ` ${percent(most.probability)}.`
  );
}

/** The text with its tokens coloured; what is rather replaced is underlined and has its number, so that it is seen without colours. */
function judged(text, tokens) {
  const points = new CodePoints(text);
  const nodes = [];
  const most = tokens.length > 0 ? mostLikely(tokens) : null;
  let place = 0;
  for (const token of tokens) {
    const { start, end, probability } = token;
    if (start < place) {
      continue;
    }
    nodes.push(points.slice(place, start));
    const numbered = probability >= REPLACED || token === most;
    const node = element(
      'span',
      { class: probability >= REPLACED ? 'token replaced' : 'token', title: `${token.token}: ${percent(probability)}` },
      points.slice(start, end),
      numbered ? element('sup', {}, percent(probability)) : null,
    );
    nodes.push(styled(node, '--p', probability));
    place = end;
  }
  nodes.push(points.slice(place));
  return element('p', { class: 'judged', dir: 'auto', 'aria-hidden': 'true' }, nodes);
}

function scale() {
  return element(
    'p',
    { class: 'scale', 'aria-hidden': 'true' },
    'original ',
    [0, 0.25, 0.5, 0.75, 1].map((p) =>
      styled(element('span', { class: p >= REPLACED ? 'token replaced' : 'token' }, percent(p)), '--p', p),
    ),
    ' replaced',
  );
}

function everyToken(text, tokens) {
  const points = new CodePoints(text);
  const columns = [{ title: 'In the text', kind: 'head' }, { title: 'Token' }, { title: 'Probability', kind: 'number' }, { title: 'Verdict' }];
  const rows = tokens.map(({ start, end, token, probability }) => [
    points.slice(start, end),
    token,
    percent(probability),
    probability >= REPLACED ? 'replaced' : 'original',
  ]);
  return folded('tokens', 'All tokens as a table', table('Tokens and their probability of having been replaced', columns, rows));
}
