/**
 * The size of a box and the lines of its label, the same on the canvas and in the SVG.
 */

/** @typedef {{lines: string[], width: number, height: number}} Shape */

import { KIND_SHAPES } from "./palette.js";

const WIDTH = 102;
const PADDING = 8;
const LINE = 16;
const TOP = 6;
const ROLE = 14;
/** The sizes of letters, in pixels: in boxes, on arrows; a picture is never fitted so small that the least falls below 11. */
export const [TEXT, LABEL] = [13, 12];
export const LEAST_SCALE = 11 / LABEL;
export const FONT = `${TEXT}px system-ui, sans-serif`;
export const SMALL = `${LABEL}px system-ui, sans-serif`;
const MOST_LINES = 4;

const measuring = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
/** @type {Map<string, Shape>} */
const known = new Map();

/** @param {string} text @param {string} [font] */
export function widthOf(text, font = FONT) {
  if (!measuring) return text.length * 7;
  measuring.font = font;
  return measuring.measureText(text).width;
}

/**
 * @param {string} label
 * @param {string} role the small words above the label, or nothing
 * @returns {Shape}
 */
export function shapeOf(label, role) {
  const key = `${role}\n${label}`;
  let shape = known.get(key);
  if (!shape) {
    const lines = wrap(label);
    const width = Math.max(48, ...lines.map((line) => widthOf(line))) + 2 * PADDING;
    shape = { lines, width: Math.ceil(width), height: 2 * TOP + lines.length * LINE + (role ? ROLE : 0) };
    known.set(key, shape);
  }
  return shape;
}

/** @param {import("./scene.js").Box} box */
export function caption(box) {
  return { start: "START", end: "END", seed: "", "": "" }[box.role];
}

/** @param {import("./scene.js").Box} box @returns {Shape} as high as its arrows need and as wide as its column, where the scene says so */
export function sizeOf(box) {
  const sign = KIND_SHAPES[box.kind];
  const shape = shapeOf(sign ? `${sign}\u00A0${box.label}` : box.label, caption(box));
  return { lines: shape.lines, width: Math.max(shape.width, box.wide ?? 0), height: Math.max(shape.height, box.tall ?? 0) };
}

/**
 * The rectangle that holds all boxes, and the points that arrows pass.
 *
 * @param {import("./scene.js").Box[]} boxes
 * @param {import("./scene.js").Link[]} [links]
 */
export function bounds(boxes, links = []) {
  const edges = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { y } of links.flatMap(({ via }) => via)) {
    edges.top = Math.min(edges.top, y - PADDING);
    edges.bottom = Math.max(edges.bottom, y + PADDING);
  }
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
  for (const word of label.split(/[ \t\r\n]+/)) {
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

/**
 * How far below the top of its box the baseline of a line lies.
 *
 * @param {Shape} shape
 * @param {string} role
 * @param {number} line
 */
export function baseline(shape, role, line) {
  const text = shape.lines.length * LINE + (role ? ROLE : 0);
  return (shape.height - text) / 2 + (role ? ROLE : 0) + line * LINE + 12.5;
}
