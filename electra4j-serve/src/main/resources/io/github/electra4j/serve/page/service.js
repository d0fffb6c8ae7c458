import { Failure, failureOf, unreachable } from './failure.js';

const KEY = 'electra4j-token';

/** The service that this page comes from. */
export class Service {
  #token = sessionStorage.getItem(KEY) ?? '';
  /** Called when the service wants a token. */
  onunauthorized = () => {};

  get hasToken() {
    return this.#token !== '';
  }

  /** Takes a token, into memory alone or for as long as the tab is open; an empty one forgets it. */
  enter(token, keep) {
    this.#token = token;
    sessionStorage.removeItem(KEY);
    if (keep && token !== '') {
      sessionStorage.setItem(KEY, token);
    }
  }

  address(path) {
    return new URL(path, document.baseURI).href;
  }

  /** What the service answers to GET, an object. */
  get(path) {
    return this.#ask(path, {});
  }

  /** What it answers to POST. */
  post(path, body, signal) {
    return this.#ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  }

  async #ask(path, options) {
    const headers = new Headers(options.headers);
    if (this.hasToken) {
      headers.set('Authorization', `Bearer ${this.#token}`);
    }
    let response;
    try {
      response = await fetch(this.address(path), { ...options, headers, cache: 'no-store', redirect: 'error' });
    } catch (e) {
      throw e.name === 'AbortError' ? e : unreachable();
    }
    if (!response.ok) {
      const failure = await failureOf(response);
      if (failure.status === 401) {
        this.onunauthorized();
      }
      throw failure;
    }
    try {
      return await response.json();
    } catch (e) {
      if (e.name === 'AbortError') {
        throw e;
      }
      throw new Failure('The answer broke off', 'what came is not JSON; the connection may have been cut');
    }
  }

  /** The same request for a terminal. The token is not in it. */
  curl(path, body) {
    const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
    const token = this.hasToken ? ' \\\n  -H "Authorization: Bearer $ELECTRA_TOKEN"' : '';
    return `curl -s ${this.address(path)} \\\n  -H 'Content-Type: application/json'${token} \\\n  -d '${quoted}'`;
  }
}
