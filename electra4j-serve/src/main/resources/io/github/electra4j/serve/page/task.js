import { wellFormed } from './code-points.js';
import { element } from './dom.js';
import { Failure, failureBox } from './failure.js';
import { fieldOf, modelChoice } from './fields.js';
import { exchange } from './fold.js';

/** While one types, the service is asked once there is this much quiet, in milliseconds. */
const QUIET = 180;

const CUT = 'Some of it was not read, since it is too long for the model.';

/**
 * A section for a task of the service: fields, examples, and what the model says to them.
 *
 * @param task
 *   - `id`, which is the operation's name, `title`, `intro`;
 *   - `fields(model)`: see {@link fieldOf};
 *   - `examples(model)`: each `{ label, values }`, values by names of fields; may be none;
 *   - `body(values)`: the request, made of the fields' values; throws an Error that says what is missing;
 *   - `show(response, body, model)`: `{ summary, nodes }`;
 *   - `live`: whether it is asked while one types.
 */
export function taskSection(task) {
  return {
    id: task.id,
    title: task.title,
    offer: (site) => {
      const models = site.models.filter((model) => model.operations.includes(task.id));
      return models.length > 0 ? models : null;
    },
    build: (site, models) => new TaskForm(task, site, models).nodes,
  };
}

class TaskForm {
  #task;
  #site;
  #choice;
  #fields = [];
  #form;
  #inputs = element('div');
  #examples = element('div');
  #result = element('div', { class: 'result' });
  #turn = 0;
  #asked = null;
  #waiting = 0;

  constructor(task, site, models) {
    this.#task = task;
    this.#site = site;
    this.#choice = modelChoice(task.id, models, () => this.#refresh());
    this.#form = element(
      'form',
      { onsubmit: (event) => this.#submitted(event), onkeydown: (event) => this.#pressed(event) },
      this.#choice.node,
      this.#inputs,
      this.#examples,
      element('button', { type: 'submit', class: 'main' }, task.live ? 'Ask now' : 'Ask the model'),
    );
    this.#refresh();
  }

  get nodes() {
    return [element('p', {}, this.#task.intro), this.#form, this.#result];
  }

  /** Other models have other fields and other examples. */
  #refresh() {
    const model = this.#choice.chosen();
    this.#forget();
    const before = this.#values();
    this.#fields = this.#task.fields(model).map((field) => fieldOf(this.#task.id, field));
    for (const { name, input } of this.#fields) {
      input.value = before[name] ?? '';
      if (this.#task.live) {
        // What an input method is composing is not yet text.
        input.addEventListener('input', (event) => event.isComposing || this.#soon());
        input.addEventListener('compositionend', () => this.#soon());
      }
    }
    this.#inputs.replaceChildren(...this.#fields.map((field) => field.node));
    const examples = this.#task.examples(model).map((example) => this.#button(example));
    this.#examples.replaceChildren();
    if (examples.length > 0) {
      this.#examples.append(groupOf(examples));
    }
  }

  #button({ label, values }) {
    const fill = () => {
      for (const { name, input } of this.#fields) {
        input.value = values[name] ?? '';
      }
      this.#ask();
    };
    return element('button', { type: 'button', onclick: fill }, label);
  }

  #values() {
    return Object.fromEntries(this.#fields.map(({ name, input }) => [name, wellFormed(input.value)]));
  }

  #submitted(event) {
    event.preventDefault();
    this.#ask();
  }

  #pressed(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
  }

  #soon() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#ask(), QUIET);
  }

  /** What has been asked so far is not wanted any more; the service drops it when it sees that nobody waits. */
  #forget() {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
    this.#turn++;
    this.#result.removeAttribute('aria-busy');
    this.#result.replaceChildren();
  }

  async #ask() {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
    this.#asked = new AbortController();
    const turn = ++this.#turn;
    const model = this.#choice.chosen();
    const path = `v1/${this.#task.id}`;
    try {
      const body = this.#body(model);
      if (body === null) {
        this.#result.removeAttribute('aria-busy');
        this.#result.replaceChildren();
        return;
      }
      this.#result.setAttribute('aria-busy', 'true');
      const response = await this.#site.service.post(path, body, this.#asked.signal);
      if (turn === this.#turn) {
        const { summary: said, nodes } = this.#task.show(response, body, model);
        const summary = response.cut ? `${said} ${CUT}` : said;
        const fold = exchange(this.#site.service, path, body, response);
        this.#put(element('p', { class: 'summary' }, summary), ...nodes, fold);
        this.#site.announce(summary);
      }
    } catch (failure) {
      if (turn === this.#turn) {
        this.#failed(failure);
      }
    }
  }

  /** The request; null where there is nothing to ask yet. */
  #body(model) {
    const values = this.#values();
    if (this.#task.live && Object.values(values).every((value) => value.trim() === '')) {
      return null;
    }
    try {
      return { model: model.id, ...this.#task.body(values) };
    } catch (e) {
      throw new Failure('Something is missing', e.message, { status: 400 });
    }
  }

  #failed(failure) {
    this.#put(failureBox(failure, () => this.#ask()));
    if (this.#task.live && failure.retryAfter > 0) {
      this.#waiting = setTimeout(() => this.#ask(), 1000 * failure.retryAfter);
    }
  }

  /** Shows it. What was unfolded stays so while one types. */
  #put(...nodes) {
    const folds = () => [...this.#result.querySelectorAll('details')];
    const open = folds().filter((fold) => fold.open).map((fold) => fold.className);
    this.#result.removeAttribute('aria-busy');
    this.#result.replaceChildren(...nodes);
    folds().forEach((fold) => {
      fold.open = open.includes(fold.className);
    });
  }
}

function groupOf(examples) {
  return element(
    'div',
    { class: 'examples', role: 'group', 'aria-label': 'Examples' },
    element('span', { class: 'hint' }, 'Try:'),
    examples,
  );
}
