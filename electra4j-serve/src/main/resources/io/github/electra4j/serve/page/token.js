import { element } from './dom.js';

/**
 * The form for a token, where the service wants one.
 *
 * @param service that gets it
 * @param entered called once there is a new one
 */
export function tokenForm(service, entered) {
  const refused = service.hasToken;
  const input = element('input', { id: 'token-input', type: 'password', autocomplete: 'off', required: true, spellcheck: 'false' });
  const keep = element('input', { id: 'token-keep', type: 'checkbox' });
  const submit = (event) => {
    event.preventDefault();
    service.enter(input.value.trim(), keep.checked);
    entered();
  };
  return element(
    'section',
    { class: 'card', 'aria-labelledby': 'token-title' },
    element('h2', { id: 'token-title' }, 'This server wants a token'),
    element(
      'p',
      { role: 'alert' },
      refused
        ? 'It does not know the token that was sent. Enter another one.'
        : 'Whoever runs the server has one: it stands in the file of --token-file or in ELECTRA_SERVE_TOKEN.',
    ),
    element(
      'form',
      { onsubmit: submit },
      element('div', { class: 'field' }, element('label', { for: 'token-input' }, 'Token'), input),
      element('p', { class: 'choice' }, keep, element('label', { for: 'token-keep' }, 'Keep it until this tab is closed')),
      element('button', { type: 'submit', class: 'main' }, 'Use the token'),
    ),
  );
}
