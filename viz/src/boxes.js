/**
 * The size of a box and the lines of its label, the same on the canvas and in the SVG.
 */

/** @typedef {{lines: string[], width: number, height: number}} Shape */

const WIDTH = 150;
const PADDING = 12;
const LINE = 20;
export const FONT = "17px system-ui, sans-serif";
export const SMALL = "12px system-ui, sans-serif";
export const TOP = 17;
const MOST_LINES = 3;

const measuring = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
/** @type {Map<string, Shape>} */
const known = new Map();

/** @param {string} text */
function widthOf(text) {
  if (!measuring) return text.length * 9;
  measuring.font = FONT;
  return measuring.measureText(text).width;
}

/** @param {string} label @returns {Shape} */
export function shapeOf(label) {
  let shape = known.get(label);
  if (!shape) {
    const lines = wrap(label);
    const width = Math.max(84, ...lines.map(widthOf)) + 2 * PADDING;
    shape = { lines, width: Math.ceil(width), height: TOP + lines.length * LINE + 8 };
    known.set(label, shape);
  }
  return shape;
}

/** @param {string} label */
function wrap(label) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of label.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthOf(longer) > WIDTH) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  const kept = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]} …`] : lines;
  return kept.map((text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text));
}

/** @param {number} line */
export function baseline(line) {
  return TOP + line * LINE + 14;
}
