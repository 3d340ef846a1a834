/**
 * Walking the rows with the keyboard: they are one stop; up and down between rows, right and left along a chain.
 */

/** @param {HTMLElement} place what holds the rows @returns {HTMLElement[][]} for each row what can be chosen on it */
function rowsOf(place) {
  return [...place.querySelectorAll(".lane")].map((lane) =>
    [.../** @type {NodeListOf<HTMLElement>} */ (lane.querySelectorAll("button.nm, button.arr"))].filter((one) => one.offsetParent !== null))
    .filter((row) => row.length);
}

/** Makes the rows one stop: what was chosen last, or else the first. @param {HTMLElement} place @param {string} [name] what was chosen before they were drawn anew */
export function makeOneStop(place, name = "") {
  const all = rowsOf(place).flat();
  const known = name ? all.find((one) => nameOf(one) === name) : undefined;
  const chosen = known ?? all[0];
  for (const one of all) one.tabIndex = one === chosen ? 0 : -1;
  return known;
}

/** @param {HTMLElement} element */
export const nameOf = (element) => `${element.closest(".lane")?.getAttribute("aria-label")} ${element.dataset.arrow ?? "name"}`;

/** @param {KeyboardEvent} event @param {HTMLElement} place */
export function walkRows(event, place) {
  const from = /** @type {HTMLElement} */ (event.target);
  const rows = rowsOf(place);
  const row = rows.findIndex((one) => one.includes(from));
  if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const column = rows[row].indexOf(from);
  const next = (/** @type {number} */ by) => rows[row + by]?.[Math.min(column, rows[row + by].length - 1)];
  /** @type {Record<string, HTMLElement | undefined>} */
  const moves = {
    ArrowRight: rows[row][column + 1], ArrowLeft: rows[row][column - 1], ArrowDown: next(1), ArrowUp: next(-1), Home: rows[0][0], End: rows[rows.length - 1][0],
  };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const to = moves[event.key];
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
