/**
 * The boxes and lines of a scene.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./scene.js").Scene} Scene */

import { heightFor } from "./curves.js";
import { arrange, layersOf } from "./layers.js";
import { arrowWords, markOf, signMark } from "./words.js";

/** Behind a letter: papers disagree. */
export const DISPUTED = "≠";
const TALLEST = 620;

/** @type {Scene} */
export const EMPTY_SCENE = Object.freeze({ boxes: [], links: [], claims: [], note: "", left: 0, chain: [], cells: [], weakest: -1 });

/**
 * @param {Model} model
 * @param {number} n
 * @param {{start: number, end: number}} [ends]
 * @returns {Box} without a place
 */
export function box(model, n, ends = { start: -1, end: -1 }) {
  const { label, kind } = model.entities[n];
  return { id: `e${n}`, n, label, kind, x: 0, y: 0, role: n === ends.start ? "start" : n === ends.end ? "end" : "", dim: false };
}

/** @param {string} id @param {string} from @param {string} to @returns {Link} */
export function plainLink(id, from, to) {
  return {
    id, from, to, arrow: -1, claim: -1, sign: "", color: "line", width: 1.5, study: "", label: "", words: "", dim: false,
    strong: false, via: [],
  };
}

/** How far apart two arrows between the same boxes pass. */
const BESIDE = 7;

/**
 * A picture in layers: boxes get their places, and arrows the points that they pass.
 *
 * @param {Model} model
 * @param {Box[]} boxes
 * @param {Link[]} links
 * @param {{note?: string, layers?: Map<string, number>, start?: string, end?: string}} [how] the layers, where they are known
 * @returns {Scene}
 */
export function layered(model, boxes, links, { note = "", layers, start, end } = {}) {
  for (const item of boxes) {
    if (item.tall) continue;
    const [out, into] = [links.filter(({ from }) => from === item.id), links.filter(({ to }) => to === item.id)];
    item.tall = Math.min(TALLEST, heightFor(Math.max(out.length, into.length)));
  }
  const known = new Set(boxes.map(({ id }) => id));
  /** @type {[string, string][]} */
  const arcs = links.filter(({ from, to }) => from !== to && known.has(from) && known.has(to)).map(({ from, to }) => [from, to]);
  const via = arrange(boxes, layers ?? layersOf([...known], arcs, start, end), arcs);
  /** @type {Map<string, number>} */
  const beside = new Map();
  for (const link of links) {
    const pair = [link.from, link.to].sort().join(" ");
    const n = beside.get(pair) ?? 0;
    beside.set(pair, n + 1);
    const shift = Math.ceil(n / 2) * BESIDE * (n % 2 ? 1 : -1);
    link.via = via(link.from, link.to).map((bend) => ({ ...bend, y: bend.y + shift }));
  }
  return { ...EMPTY_SCENE, boxes, links, claims: claimsOf(model, links), note };
}

/** @param {Model} model @param {Link[]} links @returns {number[]} the claims that are drawn */
export function claimsOf(model, links) {
  return [...new Set(links.flatMap(({ arrow, claim }) => (claim >= 0 ? [claim] : model.arrows[arrow]?.claims ?? [])))];
}

/**
 * What an arrow looks like: one line for its claims, which says how many they are, or a line for each.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 * @param {State} state
 * @param {(claim: number) => boolean} shown
 * @param {{chosen?: boolean, dim?: boolean, color?: string}} how the colour is that of an effect, where there is one
 * @returns {Link[]}
 */
export function linksOf(model, arrow, state, shown, { chosen = false, dim = false, color = "quiet" }) {
  const base = {
    ...plainLink(`a${arrow.n}`, `e${arrow.from}`, `e${arrow.to}`),
    arrow: arrow.n, sign: arrow.sign, dim,
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
