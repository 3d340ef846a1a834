/**
 * Colours, read from the style sheet so that they follow the theme.  Each is paired with a letter, a dash or a head.
 */

/** @typedef {Record<string, string>} Palette */

const NAMES = [
  "human", "animal", "cells", "statement", "structure", "helps", "harms", "mixed", "unknown", "band0", "band1", "band2",
  "band3", "ink", "paper", "quiet", "accent", "box", "start", "end", "seed", "group", "line",
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

/**
 * The dashes of a line: dots for disputed, dashes for implied, none otherwise.  Dots are dashes of no length with round ends.
 *
 * @param {{line: string, width: number}} link
 */
export function dashes({ line, width }) {
  if (line === "disputed") return [0.1, 3 + width * 1.7];
  return line === "implied" ? [5 + 2 * width, 4 + width] : [];
}

/** @param {{line: string}} link @returns {CanvasLineCap} */
export const capOf = ({ line }) => (line === "disputed" ? "round" : "butt");
