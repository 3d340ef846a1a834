/**
 * The size of a box and the lines of its label, the same on the canvas and in the SVG.
 */

/** @typedef {{lines: string[], width: number, height: number}} Shape */

import { KIND_SHAPES } from "./palette.js";

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

/**
 * @param {string} label
 * @param {string} caption the small words above the label
 * @returns {Shape}
 */
export function shapeOf(label, caption) {
  const key = `${caption}\n${label}`;
  let shape = known.get(key);
  if (!shape) {
    const lines = wrap(label);
    const width = Math.max(60, widthOf(caption) * 0.75, ...lines.map(widthOf)) + 2 * PADDING;
    shape = { lines, width: Math.ceil(width), height: TOP + lines.length * LINE + 8 };
    known.set(key, shape);
  }
  return shape;
}

/** @param {import("./scene.js").Box} box */
export function caption(box) {
  const role = box.role === "start" ? "START · " : box.role === "end" ? "END · " : "";
  return `${role}${KIND_SHAPES[box.kind] ?? ""} ${box.kind}`.trim();
}

/** @param {import("./scene.js").Box} box */
export function sizeOf(box) {
  return shapeOf(box.label, caption(box));
}

/**
 * The rectangle that holds all boxes.
 *
 * @param {import("./scene.js").Box[]} boxes
 */
export function bounds(boxes) {
  const edges = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const box of boxes) {
    const { width, height } = sizeOf(box);
    edges.left = Math.min(edges.left, box.x - width / 2);
    edges.right = Math.max(edges.right, box.x + width / 2);
    edges.top = Math.min(edges.top, box.y - height / 2);
    edges.bottom = Math.max(edges.bottom, box.y + height / 2);
  }
  return boxes.length ? edges : { left: 0, right: 400, top: 0, bottom: 80 };
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
