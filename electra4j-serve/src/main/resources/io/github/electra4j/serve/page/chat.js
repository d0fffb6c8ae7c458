import { wellFormed } from './code-points.js';
import { element, percent } from './dom.js';
import { failureBox } from './failure.js';
import { exchange } from './fold.js';
import { coloursOf, marked } from './marks.js';

const PATH = 'v1/chat';

/** A conversation by the dialogue that the server was started with. */
export const chat = {
  id: 'chat',
  title: 'A conversation',
  offer: async ({ service }) => {
    const dialogue = await service.get(PATH);
    return dialogue.available ? dialogue : null;
  },
  build: (site, dialogue) => new Chat(site, dialogue).nodes,
};

/** What a reply does, in words. */
const ACTS = {
  reply: 'the reply of the intent',
  selected: 'selected from the list of replies',
  answer: 'read in a document',
  ask_slot: 'asks for what is missing',
  ask_intent: 'not sure, asks back',
  hand_over: 'not sure, hands over',
};

class Chat {
  #site;
  #dialogue;
  /** Where the conversation stands; it is kept here and nowhere else. */
  #state = null;
  #asked = null;
  #log = element('div', { class: 'chat', role: 'log', 'aria-label': 'Conversation', tabindex: 0 });
  #input = element('input', { id: 'chat-message', type: 'text', autocomplete: 'off', maxlength: 2000, required: true });
  #form;
  #last = element('div');

  constructor(site, dialogue) {
    this.#site = site;
    this.#dialogue = dialogue;
    this.#form = element(
      'form',
      { onsubmit: (event) => this.#submitted(event) },
      element('div', { class: 'field' }, element('label', { for: 'chat-message' }, 'Message'), this.#input),
      element('button', { type: 'submit', class: 'main' }, 'Send'),
      ' ',
      element('button', { type: 'button', onclick: () => this.#begin() }, 'Begin again'),
    );
  }

  get nodes() {
    const topics = this.#dialogue.intents.map((intent) => intent.means).join('; ');
    const intro = 'Replies come from a file alone. Below each stands what was recognised and how sure it is.';
    return [element('p', {}, topics === '' ? intro : `${intro} You may: ${topics}.`), this.#log, this.#form, this.#last];
  }

  #begin() {
    this.#asked?.abort();
    this.#log.removeAttribute('aria-busy');
    this.#state = null;
    this.#log.replaceChildren();
    this.#last.replaceChildren();
    this.#input.focus();
  }

  #submitted(event) {
    event.preventDefault();
    const message = wellFormed(this.#input.value);
    if (message.trim() !== '' && !this.#isWaiting) {
      this.#input.value = '';
      this.#say(message);
    }
  }

  get #isWaiting() {
    return this.#log.hasAttribute('aria-busy');
  }

  async #say(message) {
    if (this.#isWaiting) {
      return;
    }
    const body = this.#state === null ? { message } : { message, state: this.#state };
    const said = element('div', { class: 'said' }, element('p', { dir: 'auto' }, message));
    this.#log.querySelectorAll('.examples').forEach((buttons) => buttons.remove());
    this.#put(said);
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#log.setAttribute('aria-busy', 'true');
    try {
      const response = await this.#site.service.post(PATH, body, signal);
      if (!signal.aborted) {
        this.#state = response.state;
        said.replaceChildren(spoken(message, response.recognised.slots));
        this.#put(this.#reply(response));
        this.#last.replaceChildren(exchange(this.#site.service, PATH, body, response));
      }
    } catch (failure) {
      if (!signal.aborted) {
        said.remove();
        // Nobody has to write it again.
        this.#input.value ||= message;
        this.#last.replaceChildren(failureBox(failure, () => this.#sayAgain(message)));
      }
    } finally {
      if (!signal.aborted) {
        this.#log.removeAttribute('aria-busy');
      }
    }
  }

  #sayAgain(message) {
    if (this.#input.value === message) {
      this.#input.value = '';
    }
    this.#say(message);
  }

  #put(node) {
    this.#log.append(node);
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #reply({ reply, act, recognised, state }) {
    const asked = act === 'ask_intent' ? state.pending.intents : [];
    const choices = asked.map((name, i) => {
      const means = this.#dialogue.intents.find((intent) => intent.intent === name)?.means ?? name;
      return element('button', { type: 'button', onclick: () => this.#say(String(i + 1)) }, means);
    });
    return element(
      'div',
      { class: 'replied' },
      element('p', { dir: 'auto' }, reply),
      element('p', { class: 'hint' }, recognisedText(act, recognised)),
      choices.length > 0 ? element('div', { class: 'examples', role: 'group', 'aria-label': 'Which of the two' }, choices) : null,
    );
  }
}

/** The message with its slots marked. */
function spoken(message, slots) {
  if (slots.length === 0) {
    return element('p', { dir: 'auto' }, message);
  }
  const colours = coloursOf(slots.map((slot) => slot.label));
  return marked(
    message,
    slots.map((slot) => ({ ...slot, label: `${slot.label} ${percent(slot.probability)}`, colour: colours.get(slot.label) })),
  );
}

function recognisedText(act, { intent, intents = [], selected, answer, cut }) {
  const parts = [ACTS[act] ?? act];
  if (intents.length > 0) {
    const likeliest = intents.slice(0, 2).map((guess) => `${guess.intent} ${percent(guess.probability)}`);
    parts.push(`intent ${intents[0].intent === intent ? '' : `${intent} by its threshold, `}${likeliest.join(', ')}`);
  }
  if (selected) {
    parts.push(`likeliest reply "${selected.reply}" ${percent(selected.probability)}`);
  }
  if (answer) {
    parts.push(`answer of ${answer.file}, ${answer.start} to ${answer.end}, ${percent(answer.confidence)}`);
  }
  if (cut) {
    parts.push('not all was read, since it is too long for a model');
  }
  return `${parts.join('; ')}.`;
}
