import { element } from './dom.js';

/**
 * A field of a form.
 *
 * @param section its id begins with it
 * @param field `name`, `label`, and where needed `rows`, `hint`, `optional`
 * @returns `{ name, node, input }`
 */
export function fieldOf(section, field) {
  const id = `${section}-${field.name}`;
  const hint = field.hint ? `${id}-hint` : null;
  const input = element('textarea', {
    id,
    rows: field.rows ?? 3,
    required: !field.optional,
    spellcheck: 'false',
    dir: 'auto',
    'aria-describedby': hint,
  });
  const node = element(
    'div',
    { class: 'field' },
    element('label', { for: id }, field.label),
    hint ? element('p', { id: hint, class: 'hint' }, field.hint) : null,
    input,
  );
  return { name: field.name, node, input };
}

/** A choice among models, or the name of the only one. */
export function modelChoice(section, models, changed) {
  const id = `${section}-model`;
  if (models.length === 1) {
    return { node: element('p', { class: 'hint' }, `Model: ${models[0].id}`), chosen: () => models[0] };
  }
  const list = element(
    'select',
    { id, onchange: () => changed() },
    models.map((model, i) => element('option', { value: i }, model.id)),
  );
  const node = element('div', { class: 'field' }, element('label', { for: id }, 'Model'), list);
  return { node, chosen: () => models[Number(list.value)] };
}
