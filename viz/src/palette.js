/**
 * Colours, read from the style sheet so that they follow the theme.  Along a chain a colour says what it does to the
 * disease, and nothing else; the kind of study is a letter and a line pattern.
 */

/** @typedef {Record<string, string>} Palette */

import palettes from "../palette.json" with { type: "json" };

/** @returns {Palette} */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(palettes.light).map(([name, value]) => [name, style.getPropertyValue(`--${name}`).trim() || value]));
}

/** The effects that have a colour, in the order of the key. */
export const EFFECTS = ["helps", "harms", "both", "unknown"];

/**
 * The colour for what chains do to their end: an arrow on helpful and on harmful ones has that of both.  Where the end is
 * neither wanted nor unwanted, or no question is asked, there is none.
 *
 * @param {Iterable<string>} effects
 * @returns {string} a name of the palette
 */
export function effectColor(effects) {
  const found = new Set(effects);
  if (found.has("mixed") || (found.has("helps") && found.has("harms"))) return "both";
  return EFFECTS.find((name) => found.has(name)) ?? "quiet";
}

/**
 * The colours of arrows by the chains that pass over them.
 *
 * @param {{effect: string, steps: {arrow: number}[]}[]} chains
 * @returns {(arrow: number) => string}
 */
export function colorsOf(chains) {
  /** @type {Map<number, Set<string>>} */
  const effects = new Map();
  for (const { effect, steps } of chains) for (const { arrow } of steps) effects.set(arrow, (effects.get(arrow) ?? new Set()).add(effect));
  return (arrow) => effectColor(effects.get(arrow) ?? []);
}

/** @type {Record<string, string>} */
export const KIND_SHAPES = {
  diet: "◆", drug: "◆", metabolite: "●", microbe: "✿", protein: "■", gene: "■", complex: "■", process: "↻", cell: "◉",
  anatomy: "◉", disease: "✚", phenotype: "▲", outcome: "▲", "adverse-effect": "▲", mechanism: "⚙",
};

/** The line patterns of the kinds of study. @type {Record<string, number[]>} */
const PATTERNS = palettes.dashes;
const USUAL_WIDTH = 2.2;

/**
 * The dashes of a line: what kind of study it rests on.
 *
 * @param {{study: string, width: number}} link
 */
export const dashes = ({ study, width }) => (PATTERNS[study] ?? []).map((length) => length * Math.max(1, width / USUAL_WIDTH));
