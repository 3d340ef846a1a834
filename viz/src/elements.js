/**
 * The boxes and lines of a scene.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./scene.js").Scene} Scene */

import { bounds, sizeOf } from "./boxes.js";
import { heightFor } from "./curves.js";
import { arrowWords, markOf, signMark } from "./words.js";

/** Behind a letter: papers disagree. */
export const DISPUTED = "≠";
const TALLEST = 620;
const FEW = 16;
const [LEAST_BETWEEN, MOST_BETWEEN, ASPECT] = [62, 150, 1.5];

/** @type {Scene} */
export const EMPTY_SCENE = Object.freeze({ boxes: [], links: [], frames: [], headings: [], claims: [], note: "", left: 0 });

/**
 * Make room at the ends for their arrows, and gather the claims that are drawn.
 *
 * @param {Model} model
 * @param {Box[]} boxes
 * @param {Link[]} links
 * @param {string} note
 * @returns {Scene}
 */
export function finish(model, boxes, links, note) {
  for (const item of boxes) {
    if (!item.role) continue;
    const [out, into] = [links.filter(({ from }) => from === item.id), links.filter(({ to }) => to === item.id)];
    item.tall = Math.min(TALLEST, heightFor(Math.max(out.length, into.length)));
  }
  const claims = [...new Set(links.flatMap(({ arrow, claim }) => (claim >= 0 ? [claim] : model.arrows[arrow]?.claims ?? [])))];
  return { ...EMPTY_SCENE, boxes, links, claims, note };
}

/**
 * @param {Model} model
 * @param {number} n
 * @param {{x: number, y: number}} place
 * @param {{start: number, end: number}} ends
 * @returns {Box}
 */
export function box(model, n, { x, y }, ends) {
  const { label, kind } = model.entities[n];
  return { id: `e${n}`, what: "entity", n, label, kind, x, y, role: n === ends.start ? "start" : n === ends.end ? "end" : "", dim: false };
}

/** @param {string} id @param {string} from @param {string} to @returns {Link} */
export function plainLink(id, from, to) {
  return {
    id, from, to, arrow: -1, claim: -1, cell: "", sign: "", color: "line", width: 1.5, study: "", label: "", words: "", dim: false,
    strong: false, via: [],
  };
}

/** @typedef {{x: number, y: number, half: number}} Bend a point that a line passes, level for `half` to both sides */
/** @typedef {(from: number, to: number) => Bend[]} Via */

/**
 * Move the columns of a layout as close as the boxes allow, and give the points that arrows pass, from the rows of the
 * layout.  The layout itself does not know how wide letters are on this machine.
 *
 * @param {Box[]} boxes
 * @param {number[][]} routes
 * @param {number} [taller] how many times as high a wide picture may become, because it has the room
 * @returns {Via}
 */
export function closeUp(boxes, routes, taller = 1) {
  /** @type {Map<number, number>} */
  const widths = new Map();
  for (const [, , ...numbers] of routes) for (let n = 0; n < numbers.length; n += 2) widths.set(numbers[n], 0);
  for (const item of boxes) widths.set(item.x, Math.max(widths.get(item.x) ?? 0, sizeOf(item).width));
  /** @type {Map<number, {x: number, half: number}>} */
  const columns = new Map();
  const narrow = [...widths.values()].reduce((sum, width) => sum + width, 0);
  const { top, bottom } = bounds(boxes);
  // A high picture has room to spare at its sides.
  const between = Math.min(MOST_BETWEEN, Math.max(LEAST_BETWEEN, ((bottom - top) * ASPECT - narrow) / Math.max(1, widths.size - 1)));
  let left = 0;
  for (const [x, width] of [...widths].sort((a, b) => a[0] - b[0])) {
    columns.set(x, { x: left + width / 2, half: width / 2 });
    left += width + between;
  }
  const stretch = Math.max(1, Math.min(taller, (left - between) / ASPECT / (bottom - top)));
  const column = (/** @type {number} */ x) => columns.get(x) ?? { x, half: 0 };
  for (const item of boxes) [item.x, item.y] = [column(item.x).x, item.y * stretch];
  /** @type {Map<string, Bend[]>} */
  const known = new Map();
  for (const [from, to, ...numbers] of routes) {
    const points = [];
    for (let n = 0; n < numbers.length; n += 2) points.push({ ...column(numbers[n]), y: numbers[n + 1] * stretch });
    known.set(`${from} ${to}`, points);
  }
  return (from, to) => known.get(`${from} ${to}`) ?? known.get(`${to} ${from}`)?.slice().reverse() ?? [];
}

/**
 * Lead arrows around a box that stands between their ends, where few boxes stand; in a crowd they pass behind.
 *
 * @param {Box[]} boxes
 * @param {Link[]} links
 */
export function leadAround(boxes, links) {
  if (boxes.length > FEW) return;
  const sizes = new Map(boxes.map((item) => [item.id, { item, ...sizeOf(item) }]));
  /** @type {Map<string, number>} */
  const led = new Map();
  for (const link of links) {
    const [from, to] = [sizes.get(link.from)?.item, sizes.get(link.to)?.item];
    if (!from || !to || from.x === to.x) continue;
    for (const { item, width, height } of sizes.values()) {
      const share = (item.x - from.x) / (to.x - from.x);
      const y = from.y + share * (to.y - from.y);
      if (item === from || item === to || share <= 0 || share >= 1 || Math.abs(y - item.y) > height / 2) continue;
      const count = led.get(item.id) ?? 0;
      led.set(item.id, count + 1);
      // Above and below by turns, ever farther out.
      const away = height / 2 + 20 + 16 * Math.floor(count / 2);
      link.via = [{ x: item.x, y: item.y + (count % 2 ? away : -away), half: width / 2 }];
      break;
    }
  }
}

/**
 * What an arrow looks like: one line for its claims, which says how many they are, or a line for each.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 * @param {State} state
 * @param {(claim: number) => boolean} shown
 * @param {{chosen?: boolean, dim?: boolean, via?: Via, color?: string}} how the colour is that of an effect, where there is one
 * @returns {Link[]}
 */
export function linksOf(model, arrow, state, shown, { chosen = false, dim = false, via, color = "quiet" }) {
  const base = {
    ...plainLink(`a${arrow.n}`, `e${arrow.from}`, `e${arrow.to}`),
    arrow: arrow.n, sign: arrow.sign, dim, via: via ? via(arrow.from, arrow.to) : [],
  };
  const claims = state.apart ? arrow.claims.filter(shown) : [];
  if (claims.length > 1) {
    return claims.map((n) => {
      const claim = model.claims[n];
      const seen = { ...claim, kind: arrow.kind, evidence: claim.basis, width: widthOf(claim.papers[0]) };
      return { ...base, id: `a${arrow.n}c${n}`, claim: n, ...look(model, arrow, seen, chosen, "", color) };
    });
  }
  return [{ ...base, ...look(model, arrow, arrow, chosen, arrow.claims.length > 1 ? ` ×${arrow.claims.length}` : "", color) }];
}

/** The width of a line by its papers, by the same rule as in Python. @param {number} papers */
const widthOf = (papers) => Math.min(7, 1.5 + 0.75 * papers);

/**
 * @param {Model} model
 * @param {Arrow} arrow
 * @param {Pick<Arrow, "kind" | "evidence" | "disputed" | "implied" | "width" | "papers">} seen
 * @param {boolean} chosen
 * @param {string} many
 * @param {string} color
 */
function look(model, arrow, seen, chosen, many, color) {
  const plain = ["structural", "opposite"].includes(seen.kind);
  const letter = seen.implied ? markOf(model, "grade", "implied") : markOf(model, "basis", seen.evidence);
  // One voice has no number, however many it cites.
  const code = `${letter}${seen.implied || seen.evidence === "statement" ? "" : seen.papers[0] || ""}${seen.disputed ? DISPUTED : ""}`;
  const label = `${plain ? "" : code}${many}`.trim();
  return {
    sign: plain ? "" : arrow.sign,
    color: plain ? "line" : color,
    width: plain ? 1.5 : seen.width,
    study: plain ? "" : seen.implied ? "implied" : seen.evidence,
    label: chosen || !plain ? label : "",
    words: `${arrowWords(model, arrow)} ${signMark(model, arrow.sign)} ${label}`.trim(),
  };
}
