import { element } from './dom.js';

/** Why there is no answer, in words for people. */
export class Failure extends Error {
  constructor(title, detail, { status = 0, retryAfter = 0 } = {}) {
    super(detail);
    this.title = title;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const TITLES = {
  400: 'The request is not as the service expects it',
  401: 'A token is needed',
  403: 'That is not allowed',
  404: 'There is no such thing here',
  408: 'The request took too long to arrive',
  413: 'That is too much at a time',
  422: 'This model cannot do that',
  500: 'An error in the server',
  503: 'The server is busy',
  504: 'That took too long',
};

/** The failure that a response tells of. */
export async function failureOf(response) {
  const status = response.status;
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  let problem = null;
  try {
    problem = await response.json();
  } catch {
    // Something between the page and the service has answered, in its own way.
  }
  const detail = typeof problem?.detail === 'string' ? problem.detail : `the answer was HTTP ${status}, without a reason`;
  return new Failure(TITLES[status] ?? problem?.title ?? `HTTP ${status}`, detail, { status, retryAfter });
}

/** No answer at all. */
export function unreachable() {
  return new Failure(
    'The server does not answer',
    `nothing at ${location.host} answers any more: it may have been stopped, or the network is gone`,
  );
}

/** Shows it; `again` is called by a button, where trying again may help. */
export function failureBox(failure, again) {
  const worth = failure.status === 0 || failure.status === 408 || failure.status >= 500;
  const advice =
    failure.status === 401
      ? element('p', {}, 'Enter a token ', element('a', { href: '#token' }, 'at the top of the page'), '.')
      : failure.retryAfter > 0
        ? element('p', {}, `It asks to be tried again after ${failure.retryAfter} s.`)
        : null;
  return element(
    'div',
    { class: 'failure', role: 'alert' },
    element('p', {}, element('strong', {}, failure.title ?? 'This page has failed'), ': ', failure.message),
    advice,
    worth && again ? element('button', { type: 'button', onclick: again }, 'Try again') : null,
  );
}
