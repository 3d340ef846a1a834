/**
 * Colours, read from the style sheet so that they follow the theme.  Each is paired with a letter, a dash or a head.
 */

/** @typedef {Record<string, string>} Palette */

const NAMES = [
  "human", "animal", "cells", "statement", "structure", "helps", "harms", "mixed", "unknown", "band0", "band1", "band2",
  "band3", "ink", "paper", "quiet", "accent", "box", "start", "end", "seed",
];

/** @returns {Palette} */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#777777"]));
}

/** @type {Record<string, string>} */
export const KIND_SHAPES = {
  diet: "◆", drug: "◆", metabolite: "●", microbe: "✿", protein: "■", gene: "■", complex: "■", process: "↻", cell: "◉",
  anatomy: "◉", disease: "✚", phenotype: "▲", outcome: "▲", "adverse-effect": "▲", mechanism: "⚙",
};

/** @param {import("./scene.js").Link} link */
export function dashes(link) {
  if (link.line === "disputed") return [2, 5];
  return link.line === "implied" ? [10, 6] : [];
}
