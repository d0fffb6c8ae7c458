/** The text without halves of pairs of UTF-16, which JSON in UTF-8 cannot carry; a paste may bring them. */
export function wellFormed(text) {
  return Array.from(text, (point) => (/^[\uD800-\uDFFF]$/.test(point) ? '\uFFFD' : point)).join('');
}

/** Parts of a text by places that count code points, as the service does: a smiley is one of them, but two units of a string. */
export class CodePoints {
  #points;

  constructor(text) {
    this.#points = Array.from(text);
  }

  get length() {
    return this.#points.length;
  }

  slice(start, end) {
    return this.#points.slice(start, end).join('');
  }
}
