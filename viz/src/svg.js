/**
 * The picture as SVG: for print, for papers, and as the source of the PNG.
 */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./curves.js").Curve} Curve */

import { baseline, bounds, caption, sizeOf, TEXT } from "./boxes.js";
import { curvesOf, headOf, pathData } from "./curves.js";
import { dashes } from "./palette.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 20;
// Characters that XML cannot hold, not even escaped.
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;
const NARROWEST = 960;
// All letters are those of boxes: at 180 mm across, a picture of usual width has 6 points.
// How high a page is to its width, below a title; and how far from its place a picture may be cut.
const TALLEST_PAGE = 1.36;
const NEARBY = Array.from({ length: 41 }, (_, n) => (n % 2 ? -1 : 1) * Math.ceil(n / 2) * 6);

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(SVGElement | string)} children
 * @returns {SVGElement}
 */
export function s(tag, attributes, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.map((child) => (typeof child === "string" ? child.replace(NOT_XML, "\uFFFD") : child)));
  return element;
}

/**
 * @param {Scene} scene
 * @param {Palette} colors
 * @param {string} title
 * @param {(place: {left: number, top: number, right: number}) => {parts: SVGElement[], bottom: number}} below what stands below the picture: a key, words
 * @returns {SVGElement}
 */
export function drawSvg(scene, colors, title, below) {
  const edges = bounds(scene.boxes, scene.links);
  const [left, top, bottom] = [edges.left - MARGIN, edges.top - MARGIN, edges.bottom + MARGIN];
  // What stands below needs its room even under a single box.
  const right = Math.max(edges.right + MARGIN, left + NARROWEST);
  const under = below({ left: left + 12, top: bottom, right: right - 12 });
  const height = Math.ceil(under.bottom + 8 - top);
  const root = s("svg", {
    xmlns: SVG, viewBox: `${left} ${top} ${right - left} ${height}`, width: right - left, height, role: "img",
    "font-family": "system-ui, sans-serif",
  });
  root.append(s("title", {}, title));
  root.append(s("rect", { x: left, y: top, width: right - left, height, fill: colors.paper }));
  const curves = [...curvesOf(scene).values()];
  root.append(...curves.map((curve) => drawLink(curve, colors)));
  root.append(...curves.flatMap((curve) => drawLabel(curve, colors)));
  root.append(...scene.boxes.map((box) => drawBox(box, colors)));
  root.append(...under.parts);
  return root;
}

/**
 * A picture for paper: whole where it fits a page at its full width, else cut between its boxes, a page a piece.
 *
 * @param {SVGElement} svg
 * @param {Scene} scene
 * @returns {SVGElement[]}
 */
export function sheetsOf(svg, { boxes }) {
  const [left, top, width, height] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const count = Math.ceil(height / (width * TALLEST_PAGE));
  if (count < 2) return [svg];
  const edges = boxes.filter(({ role }) => role !== "seed").map((box) => [box.y - sizeOf(box).height / 2 - 2, box.y + sizeOf(box).height / 2 + 2]);
  const free = (/** @type {number} */ y) => edges.every(([above, below]) => y <= above || y >= below);
  const cuts = Array.from({ length: count - 1 }, (_, n) => {
    const wanted = top + (height * (n + 1)) / count;
    return NEARBY.map((away) => wanted + away).find(free) ?? wanted;
  });
  const bounds = [top, ...cuts, top + height];
  return bounds.slice(1).map((bottom, n) => {
    const piece = /** @type {SVGElement} */ (svg.cloneNode(true));
    piece.setAttribute("viewBox", `${left} ${bounds[n]} ${width} ${bottom - bounds[n]}`);
    piece.setAttribute("height", String(bottom - bounds[n]));
    return piece;
  });
}

/** @param {import("./scene.js").Box} box @param {Palette} colors */
function drawBox(box, colors) {
  const shape = sizeOf(box);
  const { lines, width, height } = shape;
  const [x, y] = [box.x - width / 2, box.y - height / 2];
  const role = caption(box);
  const group = s("g", { opacity: box.dim ? 0.35 : 1, "text-anchor": "middle" });
  group.append(s("rect", {
    x, y, width, height, rx: box.kind === "disease" ? 3 : 9, fill: box.role ? colors.soft : colors.paper,
    stroke: box.role ? colors.ink : colors.line, "stroke-width": box.role ? 2.2 : 1,
  }));
  if (role) group.append(s("text", { x: box.x, y: y + baseline(shape, role, 0) - 15, "font-size": TEXT, fill: colors.quiet }, role));
  lines.forEach((line, place) => {
    group.append(s("text", { x: box.x, y: y + baseline(shape, role, place), "font-size": TEXT, fill: colors.ink }, line));
  });
  return group;
}

/** @param {Curve} curve @param {Palette} colors */
function drawLink(curve, colors) {
  const { link, end, angle } = curve;
  const color = colors[link.color] ?? colors.quiet;
  const head = headOf(link.sign, link.width);
  const group = s("g", { opacity: link.dim ? 0.2 : 1 });
  group.append(s("path", {
    d: pathData(curve, head.length), fill: "none", stroke: color, "stroke-width": link.width + (link.strong ? 3 : 0),
    ...(dashes(link).length ? { "stroke-dasharray": dashes(link).join(" ") } : {}),
  }));
  if (link.color === "both") {
    const inner = /** @type {SVGElement} */ (group.lastChild?.cloneNode());
    inner.setAttribute("stroke", colors.paper);
    inner.setAttribute("stroke-width", String((link.width + (link.strong ? 3 : 0)) / 3));
    group.append(inner);
  }
  group.append(drawHead(head, color, `translate(${end.x} ${end.y}) rotate(${(angle * 180) / Math.PI})`));
  return group;
}

/** @param {ReturnType<typeof headOf>} head @param {string} color @param {string} transform */
export function drawHead(head, color, transform) {
  /** @type {Record<string, string | number>} */
  const paint = head.filled ? { fill: color } : { fill: "none", stroke: color, "stroke-width": head.stroke };
  return s("path", { d: head.d, transform, ...paint });
}

/** @param {Curve} curve @param {Palette} colors @returns {SVGElement[]} */
function drawLabel({ link, label, hushed }, colors) {
  const text = link.dim || hushed ? "" : link.label;
  if (!text) return [];
  return [s("text", {
    x: label.x, y: label.y + 4, "font-size": TEXT, "text-anchor": "middle", fill: colors.ink, stroke: colors.paper,
    "stroke-width": 6, "stroke-linejoin": "round", "paint-order": "stroke",
  }, text)];
}
