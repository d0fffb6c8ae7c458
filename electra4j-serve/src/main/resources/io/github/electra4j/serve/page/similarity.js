import { element, styled } from './dom.js';
import { taskSection } from './task.js';

/** How near the vectors of two texts are. */
export const similarity = taskSection({
  id: 'similarity',
  title: 'How alike are two texts?',
  intro:
    'The cosine of the two texts\u2019 vectors, from \u22121 to 1. A pre-trained model calls most texts alike; one that was fine-tuned for'
    + ' similarity says it better under "What kind of text is it?".',
  fields: () => [
    { name: 'text', label: 'Text', rows: 2 },
    { name: 'pair', label: 'Other text', rows: 2 },
  ],
  examples: () => [
    { label: 'alike', values: { text: 'A man is playing a guitar.', pair: 'Someone plays an instrument.' } },
    { label: 'not alike', values: { text: 'A man is playing a guitar.', pair: 'The parliament voted against the law.' } },
  ],
  body: ({ text, pair }) => ({ text, pair }),
  show: ({ cosine }) => {
    const words = `The cosine is ${cosine.toFixed(3)}.`;
    const bar = styled(element('span'), '--share', Math.max(0, cosine));
    return { summary: words, nodes: [element('div', { class: 'bar alone', 'aria-hidden': 'true' }, bar)] };
  },
});
