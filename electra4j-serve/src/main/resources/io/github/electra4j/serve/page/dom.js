/**
 * Makes an element. Texts become text nodes, so that no text of a model or a user is ever read as markup.
 *
 * @param {string} name of the element
 * @param {object} attributes by name; `onclick` and the like are functions, `true` is an attribute without a value, and
 *     `false`, null and undefined are left out
 * @param {...(Node|string|null|Array)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** The same for a picture. */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Sets a property that the style sheet reads: the policy of the page allows no `style` attribute. */
export function styled(made, property, value) {
  made.style.setProperty(property, value);
  return made;
}

/** A share in per cent, with a digit behind the point where there is room for one. */
export function percent(share) {
  const hundredths = 100 * share;
  const digits = hundredths > 0 && hundredths < 9.95 ? 1 : 0;
  return `${hundredths.toFixed(digits)}\u00a0%`;
}
