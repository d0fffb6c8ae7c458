const QUIET = 700;
let waiting = 0;

/**
 * Tells screen readers. While one types results come faster than they can be read out, so only the last is said, once
 * there is quiet.
 */
export function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    document.getElementById('announcer').textContent = text;
  }, QUIET);
}
