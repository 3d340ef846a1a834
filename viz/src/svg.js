/**
 * The picture as SVG: for print, for papers, and as the source of the PNG.
 */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./palette.js").Palette} Palette */

import { baseline, bounds, caption, sizeOf } from "./boxes.js";
import { dashes } from "./palette.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 40;
const CAPTION = 46;
// Characters that XML cannot hold, not even escaped.
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;
const NARROWEST = 960;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(SVGElement | string)} children
 * @returns {SVGElement}
 */
function s(tag, attributes, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.map((child) => (typeof child === "string" ? child.replace(NOT_XML, "\uFFFD") : child)));
  return element;
}

/**
 * @param {Scene} scene
 * @param {Palette} colors
 * @param {string[]} words the lines of the caption: what is shown, from which version
 * @returns {SVGElement}
 */
export function drawSvg(scene, colors, words) {
  const shapes = scene.boxes.map((box) => ({ box, ...sizeOf(box) }));
  const edges = bounds(scene.boxes);
  const [left, top, bottom] = [edges.left - MARGIN, edges.top - MARGIN, edges.bottom + MARGIN];
  // The caption needs its room even under a single box.
  const right = Math.max(edges.right + MARGIN, left + NARROWEST);
  const height = bottom - top + CAPTION;
  const root = s("svg", {
    xmlns: SVG, viewBox: `${left} ${top} ${right - left} ${height}`, width: right - left, height, role: "img",
    "font-family": "system-ui, sans-serif",
  });
  root.append(s("title", {}, words[0] ?? ""));
  root.append(s("rect", { x: left, y: top, width: right - left, height, fill: colors.paper }));
  const byId = new Map(scene.boxes.map((box) => [box.id, box]));
  for (const link of scene.links) {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (from && to) root.append(drawLink(link, from, to, colors));
  }
  for (const { box, lines, width, height: tall } of shapes) {
    const [x, y] = [box.x - width / 2, box.y - tall / 2];
    const group = s("g", { opacity: box.dim ? 0.35 : 1, "text-anchor": "middle" });
    group.append(s("rect", {
      x, y, width, height: tall, rx: box.kind === "disease" ? 3 : 10, fill: box.role ? colors[box.role] : colors.box,
      stroke: colors.ink, "stroke-width": box.role ? 2.5 : 1.2,
    }));
    group.append(s("text", { x: box.x, y: y + 14, "font-size": 12, fill: colors.quiet }, caption(box)));
    lines.forEach((line, place) => {
      group.append(s("text", { x: box.x, y: y + baseline(place), "font-size": 17, fill: colors.ink }, line));
    });
    root.append(group);
  }
  words.forEach((line, place) => {
    root.append(s("text", { x: left + 12, y: bottom + 14 + place * 17, "font-size": 12, fill: colors.quiet }, line));
  });
  return root;
}

/** @param {Link} link @param {Box} from @param {Box} to @param {Palette} colors */
function drawLink(link, from, to, colors) {
  const color = colors[link.color] ?? colors.statement;
  const group = s("g", { opacity: link.dim ? 0.22 : 1 });
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const control = link.bend
    ? bent(from, to, link.bend)
    : [{ x: from.x + dx * 0.4, y: from.y }, { x: to.x - dx * 0.4, y: to.y }];
  const start = leave(from, control[0]);
  const end = leave(to, control[1] ?? control[0]);
  const via = control.length === 2 ? `C ${pair(control[0])} ${pair(control[1])} ${pair(end)}` : `Q ${pair(control[0])} ${pair(end)}`;
  group.append(s("path", {
    d: `M ${pair(start)} ${via}`, fill: "none", stroke: color, "stroke-width": link.width,
    ...(link.line ? { "stroke-dasharray": dashes(link).join(" ") } : {}),
  }));
  const last = control[control.length - 1];
  group.append(head(link.sign, end, Math.atan2(end.y - last.y, end.x - last.x || (dx >= 0 ? 1 : -1)), color, link.width));
  if (link.label) {
    const middle = control.length === 2
      ? { x: from.x + dx / 2, y: from.y + dy / 2 }
      : { x: (start.x + 2 * control[0].x + end.x) / 4, y: (start.y + 2 * control[0].y + end.y) / 4 };
    group.append(s("text", {
      x: middle.x, y: middle.y + 4, "font-size": 15, "text-anchor": "middle", fill: colors.ink, stroke: colors.paper,
      "stroke-width": 4, "paint-order": "stroke",
    }, link.label));
  }
  return group;
}

/** @typedef {{x: number, y: number}} Point */

/** @param {Point} from @param {Point} to @param {number} bend @returns {Point[]} */
function bent(from, to, bend) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const amount = (bend > 0 ? 1 : -1) * (0.16 * Math.abs(bend) + 0.06) * 1.4;
  return [{ x: from.x + dx / 2 + dy * amount, y: from.y + dy / 2 - dx * amount }];
}

/**
 * Where a line from the middle of a box towards a point leaves the box.
 *
 * @param {Box} box
 * @param {Point} towards
 * @returns {Point}
 */
function leave(box, towards) {
  const { width, height } = sizeOf(box);
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const scale = Math.min(dx ? width / 2 / Math.abs(dx) : Infinity, dy ? height / 2 / Math.abs(dy) : Infinity);
  return Number.isFinite(scale) ? { x: box.x + dx * scale, y: box.y + dy * scale } : { x: box.x, y: box.y };
}

/** @param {string} sign @param {Point} at @param {number} angle @param {string} color @param {number} width */
function head(sign, at, angle, color, width) {
  const size = 6 + width;
  const turn = `translate(${pair(at)}) rotate(${round((angle * 180) / Math.PI)})`;
  if (sign === "-") return s("path", { d: `M -2 ${-size} V ${size}`, stroke: color, "stroke-width": 4, transform: turn });
  if (sign === "?" || sign === "0") {
    return s("circle", { cx: -size / 2, cy: 0, r: size / 2, fill: color, transform: turn });
  }
  return s("path", { d: `M 0 0 L ${-2 * size} ${-size} L ${-1.5 * size} 0 L ${-2 * size} ${size} Z`, fill: color, transform: turn });
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
/** @param {Point} point */
const pair = (point) => `${round(point.x)} ${round(point.y)}`;
