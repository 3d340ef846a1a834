/**
 * What the page shows, as a value that fits in its address.
 */

/**
 * @typedef {object} State
 * @property {"question" | "outcomes" | "against" | "debates" | "open" | "hypotheses" | "compare" | "references" | "paths" | "mechanism" | "near" | "cites" | "all"} view
 * @property {string} question names of start and end, joined by ~
 * @property {number} path the path that is stepped through, from 1; 0 for none
 * @property {string} hypothesis
 * @property {number} step from 1; 0 for none
 * @property {string} mechanism opened in full width, in the view of a question or of its claims
 * @property {string} through what the chains of a question have to pass through
 * @property {string} open the cell of the matrix of everything whose claims are shown: kind~kind
 * @property {string} near the entity in the middle of a local view
 * @property {number} depth
 * @property {number} limit how many neighbours a local view shows
 * @property {string} cites
 * @property {string} claim the claim whose arrow is open
 * @property {string} item the evidence item that a link points at
 * @property {string} node the entity that is open
 * @property {string} cell the cell of the matrix that is open: mechanism~disease
 * @property {string} hide
 * @property {number} apart 1 when each claim has an arrow of its own
 * @property {number} wide 1 when the picture has the whole width
 * @property {"" | "dark" | "light"} theme
 */

export const NEIGHBOURS = 40;

/** @type {State} */
export const START = Object.freeze({
  view: "question", question: "", path: 0, hypothesis: "", step: 0, mechanism: "", through: "", open: "", near: "", depth: 1,
  limit: NEIGHBOURS, cites: "", claim: "", item: "", node: "", cell: "", hide: "", apart: 0, wide: 0, theme: "",
});

/**
 * @param {State} state
 * @param {State} [start] what an empty address stands for
 */
export function writeHash(state, start = START) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== start[/** @type {keyof State} */ (name)]) parts.set(name, String(value));
  }
  return parts.toString();
}

/** Views that are pages of words. */
export const PAGES = ["outcomes", "against", "debates", "open", "hypotheses", "compare", "references"];
/** Views with the free graph. */
export const GRAPHS = ["paths", "mechanism", "near", "cites", "all"];
const VIEWS = ["question", ...PAGES, ...GRAPHS];

/**
 * The state of an address; what it does not know, or cannot be, is left as at the start.
 *
 * @param {string} hash
 * @param {State} [start]
 * @returns {State}
 */
export function readHash(hash, start = START) {
  /** @type {Record<string, any>} */
  const state = { ...start };
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (!Object.hasOwn(start, name)) continue;
    if (typeof state[name] === "number") {
      const number = Number(value);
      if (Number.isInteger(number) && number >= 0 && number < 100_000) state[name] = number;
    } else state[name] = value;
  }
  // Older addresses name a view of mechanisms: the comparison, or one of them opened.
  if (state.view === "mechanisms") [state.view, state.mechanism, state.open] = state.open ? ["question", state.open.split(",")[0], ""] : ["compare", "", ""];
  if (!VIEWS.includes(state.view)) state.view = start.view;
  // A path, or a curated chain, is stepped through in the graph of its question.
  if (state.view === "question" && (state.path || state.hypothesis)) state.view = "paths";
  if (!["", "dark", "light"].includes(state.theme)) state.theme = "";
  for (const name of ["apart", "wide"]) state[name] = Math.min(1, state[name]);
  state.depth = Math.min(3, Math.max(1, state.depth));
  return /** @type {State} */ (state);
}
