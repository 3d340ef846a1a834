/**
 * What stands below a figure that is printed or saved: a key to all that is drawn, and lines of words that wrap.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {{parts: SVGElement[], bottom: number}} Below what is drawn, and where it ends */

import { FONT, TEXT, widthOf } from "./boxes.js";
import { headOf } from "./curves.js";
import { DISPUTED } from "./elements.js";
import { dashes, EFFECTS } from "./palette.js";
import { drawHead, s } from "./svg.js";
import { markOf, phrase, signWords } from "./words.js";

const [LINE, SAMPLE, BETWEEN] = [18, 46, 16];
const SIGNS = ["+", "-", "?", "0", ""];
/** The pieces of the bar of an effect: left, top, width and height of each, as in Python. @type {Record<string, number[][]>} */
const BARS = {
  harms: [[0, 0, 5, 6], [0, 8, 5, 6]], both: [[0, 0, 2, 14], [4, 0, 2, 14]], unknown: [0, 1, 2, 3].map((n) => [0, 4 * n, 5, 2]),
};

/** @param {number} x @param {number} y @param {string} words @param {Record<string, string | number>} [how] a line of a figure */
export const write = (x, y, words, how = {}) => s("text", { x, y, "font-size": TEXT, ...how }, words);

/** The bar that says an effect without its colour. @param {number} x @param {number} y @param {string} name @param {Palette} colors */
export const effectBar = (x, y, name, colors) =>
  (BARS[name] ?? [[0, 0, 5, 14]]).map(([left, top, width, height]) => s("rect", { x: x + left, y: y + top, width, height, fill: colors[name] }));

/** @param {string} d @param {{color?: string, study?: string, width?: number}} what @param {Palette} colors */
export function stroke(d, { color = "ink", study = "", width = 2.2 }, colors) {
  const pattern = dashes({ study, width });
  return s("path", { d, fill: "none", stroke: colors[color] ?? colors.quiet, "stroke-width": width, ...(pattern.length ? { "stroke-dasharray": pattern.join(" ") } : {}) });
}

/**
 * A sample and a word for each colour, pattern, head and mark of some arrows.
 *
 * @param {Model} model
 * @param {Palette} colors
 * @param {Pick<Link, "color" | "study" | "sign" | "label">[]} drawn
 * @param {{left: number, top: number, right: number}} place
 * @returns {Below}
 */
export function figureKey(model, colors, drawn, { left, top, right }) {
  const used = (/** @type {"color" | "study" | "sign"} */ name) => new Set(drawn.map((link) => link[name]));
  const [effects, studies, signs] = [used("color"), used("study"), used("sign")];
  /** @type {[SVGElement[], string][]} */
  const samples = [];
  for (const name of [...EFFECTS, "quiet"].filter((one) => effects.has(one))) {
    const told = name === "both" ? `${phrase(model, "effect", "helps")} and ${phrase(model, "effect", "harms")}` : name === "quiet" ? "no effect on an end asked for" : phrase(model, "effect", name);
    samples.push([[...effectBar(0, -11, name, colors), stroke("M10 -4 h32", { color: name, width: 3 }, colors)], told]);
  }
  for (const name of [...Object.keys(model.words.basis), "implied"].filter((one) => studies.has(one))) {
    const [letter, told] = name === "implied" ? [markOf(model, "grade", name), phrase(model, "flag", name)] : [markOf(model, "basis", name), phrase(model, "basis", name)];
    samples.push([[write(0, 0, letter, { "font-weight": "bold", fill: colors.ink }), stroke("M13 -4 h30", { study: name }, colors)], told]);
  }
  for (const sign of SIGNS.filter((one) => signs.has(one))) {
    const head = headOf(sign, 1.6);
    const color = sign ? "ink" : "line";
    samples.push([[stroke(`M4 -4 H${40 - head.length}`, { color, width: 1.6 }, colors), drawHead(head, colors[color], "translate(40 -4)")], signWords(model, sign ? "causal" : "structural", sign)]);
  }
  const mark = (/** @type {string} */ one) => [write(22, 0, one, { "font-weight": "bold", fill: colors.ink })];
  if (drawn.some(({ label }) => label.includes(DISPUTED))) samples.push([mark(DISPUTED), phrase(model, "flag", "disputed")]);
  if (drawn.some(({ label }) => label.includes("×"))) samples.push([mark("×2"), "claims on the arrow"]);
  let [x, y] = [left, top + TEXT];
  const parts = samples.map(([shapes, told]) => {
    const wide = SAMPLE + widthOf(told, FONT) + BETWEEN;
    if (x + wide > right && x > left) [x, y] = [left, y + LINE];
    const group = s("g", { transform: `translate(${x} ${y})` }, ...shapes, write(SAMPLE, 0, told, { fill: colors.ink }));
    x += wide;
    return group;
  });
  return { parts, bottom: y + 6 };
}

/** @param {string[]} texts @param {Palette} colors @param {{left: number, top: number, right: number}} place @returns {Below} the texts, folded to the width */
export function folded(texts, colors, { left, top, right }) {
  const lines = texts.flatMap((text) => foldedTo(text, right - left));
  return { parts: lines.map((line, n) => write(left, top + TEXT + n * (LINE - 3), line, { fill: colors.quiet })), bottom: top + lines.length * (LINE - 3) + 4 };
}

/** @param {string} text @param {number} width @param {string} [font] @returns {string[]} the lines of a text; a word longer than a line is cut behind its hyphens, and without any stands alone */
export function foldedTo(text, width, font = FONT) {
  /** @type {string[]} */
  const lines = [];
  let [line, used] = ["", 0];
  for (const whole of text.split(" ")) {
    const pieces = widthOf(whole, font) > width ? whole.split(/(?<=-)/) : [whole];
    pieces.forEach((piece, n) => {
      const [before, wide] = [line && !n ? " " : "", widthOf(piece, font)];
      const blank = before ? widthOf(before, font) : 0;
      if (line && used + blank + wide > width) {
        lines.push(line);
        [line, used] = [piece, wide];
      } else [line, used] = [line + before + piece, used + blank + wide];
    });
  }
  return [...lines, line];
}

/** Numbers for papers in the order in which a figure cites them. */
export class Papers {
  /** @type {Map<number, number>} */
  #numbers = new Map();

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }

  /** @param {number[]} claims @returns {string} the numbers of what supports claims and counts, runs joined: 1–3, 7 */
  of(claims) {
    const cited = new Set(claims.flatMap((n) => this.model.claims[n].lines)
      .filter(({ direction, attachment, reference }) => direction === "supports" && attachment !== "near" && reference >= 0).map(({ reference }) => reference));
    for (const n of cited) if (!this.#numbers.has(n)) this.#numbers.set(n, this.#numbers.size + 1);
    const numbers = [...cited].map((n) => this.#numbers.get(n) ?? 0).sort((a, b) => a - b);
    /** @type {number[][]} */
    const runs = [];
    for (const one of numbers) {
      const run = runs.at(-1);
      if (run && one === run[run.length - 1] + 1) run.push(one);
      else runs.push([one]);
    }
    return runs.map((run) => (run.length > 2 ? `${run[0]}–${run[run.length - 1]}` : run.join(", "))).join(", ");
  }

  /** @returns {string} every paper with its number and what finds it; empty without any */
  told() {
    const { references } = this.model;
    const found = (/** @type {number} */ n) => {
      const { short, doi, pmid, pmcid } = references[n];
      const code = doi ? `doi:${doi}` : pmid ? `pmid:${pmid}` : pmcid;
      return !code || short === code ? short : `${short} (${code})`;
    };
    return [...this.#numbers].map(([n, number]) => `${number} ${found(n)}`).join("; ");
  }
}
