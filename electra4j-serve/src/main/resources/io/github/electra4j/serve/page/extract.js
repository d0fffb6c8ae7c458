import { arcs } from './arcs.js';
import { percent } from './dom.js';
import { coloursOf, legend, marked } from './marks.js';
import { table } from './table.js';
import { tableOf } from './tag.js';
import { taskSection } from './task.js';

/** The entities of a text and the relations between them. */
export const extract = taskSection({
  id: 'extract',
  title: 'Who stands in which relation to whom?',
  intro: 'Entities, numbered and marked in the text, and the relations between them: as arrows above it and as a table.',
  fields: () => [{ name: 'text', label: 'Text', rows: 4 }],
  examples: () => [
    { label: 'a life', values: { text: 'Marie Curie was born in Warsaw and worked at the University of Paris.' } },
    { label: 'a company', values: { text: 'Robert Bosch founded the company in Stuttgart, where he lived with his family.' } },
  ],
  body: ({ text }) => ({ text }),
  show: ({ entities, relations }, { text }) => {
    const labels = entities.map((entity) => entity.label);
    const colours = coloursOf(labels);
    const spans = entities.map((entity, i) => ({
      ...entity,
      label: `${i + 1} ${entity.label}`,
      colour: colours.get(entity.label),
    }));
    const marks = [];
    const body = marked(text, spans, (node, i) => {
      marks[i] = node;
    });
    return {
      summary: summary(entities, relations),
      nodes: [
        relations.length > 0 ? arcs(body, marks, relations) : body,
        entities.length > 0 ? legend(colours, labels) : null,
        relations.length > 0 ? relationTable(entities, relations) : null,
        entities.length > 0 ? tableOf(entities) : null,
      ].filter(Boolean),
    };
  },
});

function summary(entities, relations) {
  const pairs = relations
    .slice(0, 3)
    .map(({ head, tail, relation }) => `${entities[head].text} ${relation} ${entities[tail].text}`)
    .join('; ');
  return `${entities.length} entities and ${relations.length} relations${pairs ? `: ${pairs}` : ''}.`;
}

function relationTable(entities, relations) {
  const columns = [{ title: 'From', kind: 'head' }, { title: 'Relation' }, { title: 'To' }, { title: 'Probability', kind: 'number' }];
  const name = (i) => `${i + 1} ${entities[i].text}`;
  const rows = relations.map(({ head, tail, relation, probability }) => [name(head), relation, name(tail), percent(probability)]);
  return table('Relations', columns, rows);
}
