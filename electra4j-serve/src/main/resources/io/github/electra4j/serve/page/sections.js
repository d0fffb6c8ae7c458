import { detect } from './detect.js';
import { classify } from './classify.js';
import { answer } from './answer.js';
import { ask } from './ask.js';
import { tag } from './tag.js';
import { extract } from './extract.js';
import { select } from './select.js';
import { similarity } from './similarity.js';
import { encode } from './encode.js';
import { chat } from './chat.js';
import { runs } from './runs.js';

/**
 * The sections of the page, in their order. Each is an object of a module of its own:
 *
 * - `id` and `title`;
 * - `offer(site)`: what it needs to be shown, or null where the server has nothing for it; may be a promise;
 * - `build(site, offered)`: its content, an array of nodes.
 *
 * `site` has `service` (a {@link Service}), `models` (what `/v1/models` lists) and `announce(text)` for screen readers.
 */
export const SECTIONS = [chat, ask, detect, classify, answer, tag, extract, select, similarity, encode, runs];
