/**
 * Chains as a figure for papers: a lane each between one start bar and one end bar, which wraps where it is long, with
 * the numbers of papers below each arrow.  The layout is that of `kgraph.formats.lanes`.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {{link: Link, chip: string, numbers: string}} Arrow */
/** @typedef {{heading: string, color: string, stops: string[], arrows: Arrow[]}} Lane */

import { LABEL, SMALL } from "./boxes.js";
import { headOf } from "./curves.js";
import { effectBar, figureKey, folded, foldedTo, stroke, write } from "./figure_key.js";
import { drawHead, s } from "./svg.js";

/** At 180 mm across, 12 pixels are 6.4 points on paper. */
export const WIDTH = 960;
const [BAR, MARGIN] = [104, 10];
const [LEFT, RIGHT] = [MARGIN + BAR, WIDTH - MARGIN - BAR];
const [MOST, STOP, HEADING, GAP, ABOVE, LINE] = [4, 117, 16, 7, 20, 15];
const BOLD = `bold ${LABEL}px system-ui, sans-serif`;

/**
 * @param {Model} model
 * @param {Palette} colors
 * @param {{start: string, end: string, lanes: Lane[], words: string[]}} what
 * @returns {SVGElement}
 */
export function laneFigure(model, colors, { start, end, lanes, words }) {
  /** @type {SVGElement[]} */
  const parts = [];
  let y = MARGIN;
  for (const lane of lanes) y = drawLane(parts, lane, y, colors);
  const bars = [endBar(MARGIN, y, start, colors), endBar(RIGHT, y, end, colors)];
  const links = lanes.flatMap(({ arrows, color }) => arrows.map(({ link, chip }) => ({ ...link, color: link.sign ? color : "line", label: chip })));
  const key = figureKey(model, colors, links, { left: 12, top: y + 10, right: WIDTH - MARGIN });
  const below = folded(words, colors, { left: 12, top: key.bottom + 4, right: WIDTH - MARGIN });
  const height = Math.ceil(below.bottom + MARGIN);
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "img", "font-family": "system-ui, sans-serif", fill: colors.ink },
    s("title", {}, words[0] ?? ""), s("rect", { x: 0, y: 0, width: WIDTH, height, fill: colors.paper }), ...bars.flat(), ...parts, ...key.parts, ...below.parts);
}

/** @param {number} x @param {number} bottom @param {string} label @param {Palette} colors */
function endBar(x, bottom, label, colors) {
  return [s("rect", { x, y: MARGIN, width: BAR, height: bottom - MARGIN, rx: 4, fill: colors.soft, stroke: colors.line }),
    ...centred(x + BAR / 2, (MARGIN + bottom) / 2, foldedTo(label, BAR - 8, BOLD), { "font-weight": "bold" })];
}

/** @param {number} x @param {number} y @param {string[]} lines @param {Record<string, string>} [how] */
const centred = (x, y, lines, how = {}) => lines.map((line, n) => write(x, y + 4 + (n - (lines.length - 1) / 2) * LINE, line, { "text-anchor": "middle", "font-size": LABEL, ...how }));

/** @param {number} count @returns {number[]} how many stops stand in each row: as even as can be, the longer rows first */
function rowsOf(count) {
  const rows = Math.max(1, Math.ceil(count / MOST));
  return Array.from({ length: rows }, (_, row) => Math.floor(count / rows) + (row < count % rows ? 1 : 0));
}

/** @param {SVGElement[]} parts @param {Lane} lane @param {number} y @param {Palette} colors @returns {number} where it ends */
function drawLane(parts, lane, y, colors) {
  parts.push(...effectBar(LEFT + 12, y + 3, lane.color, colors), write(LEFT + 30, y + 14, lane.heading, { "font-weight": "bold", "font-size": LABEL, fill: colors[lane.color] }));
  let top = y + HEADING;
  const [stops, arrows] = [[...lane.stops], [...lane.arrows]];
  const rows = rowsOf(stops.length);
  /** @type {{x: number, y: number} | null} */
  let turn = null;
  rows.forEach((count, number) => {
    const last = number === rows.length - 1;
    const here = { stops: stops.splice(0, count), arrows: arrows.splice(0, count + Number(last)), following: last ? null : arrows[0] };
    ({ bottom: top, turn } = drawRow(parts, lane.color, here, { y: top, turn }, colors));
  });
  return top + GAP;
}

/**
 * @param {SVGElement[]} parts
 * @param {string} color
 * @param {{stops: string[], arrows: Arrow[], following: Arrow | null}} row what follows bears its letters where it leaves
 * @param {{y: number, turn: {x: number, y: number} | null}} from
 * @param {Palette} colors
 */
function drawRow(parts, color, { stops, arrows, following }, { y, turn }, colors) {
  const gap = (RIGHT - LEFT - stops.length * STOP) / (stops.length + 1);
  const names = stops.map((stop) => foldedTo(stop, STOP - 8, SMALL));
  const numbers = [...arrows, ...(following ? [following] : [])].map((arrow) => (arrow.numbers ? foldedTo(arrow.numbers, Math.max(30, gap - 6), SMALL) : []));
  const high = Math.max(26, ...names.map((lines) => lines.length * LINE + 8));
  const middle = y + ABOVE + Math.max(0, high / 2 - ABOVE);
  let x = LEFT;
  arrows.forEach((arrow, place) => {
    const target = x + gap;
    const ink = arrow.link.sign ? color : "line";
    const head = headOf(arrow.link.sign, 2);
    const width = arrow.link.study === "human" ? 3 : arrow.link.study ? 2.2 : 1.3;
    const end = target - 2 - head.length;
    const way = place === 0 && turn
      ? `M${turn.x + 3} ${turn.y} H${RIGHT - 14} V${middle - ABOVE - 3} H${LEFT + 14} V${middle} H${end}`
      : `M${x + 3} ${middle} H${end}`;
    parts.push(s("g", {}, s("title", {}, arrow.link.words), stroke(way, { color: ink, study: arrow.link.study, width }, colors), drawHead(head, colors[ink], `translate(${target - 2} ${middle})`)));
    if (!(place === 0 && turn)) letters(parts, arrow, (x + target) / 2, middle, numbers[place]);
    if (place < stops.length) {
      parts.push(s("rect", { x: target, y: middle - high / 2, width: STOP, height: high, rx: 4, fill: colors.paper, stroke: colors.line }), ...centred(target + STOP / 2, middle, names[place]));
    }
    x = target + STOP;
  });
  const bottom = Math.max(middle + high / 2, middle + 8 + Math.max(0, ...numbers.map((lines) => lines.length)) * LINE);
  if (!following) return { bottom, turn: null };
  letters(parts, following, x + gap / 2, middle, numbers[numbers.length - 1]);
  return { bottom: bottom + 6, turn: { x, y: middle } };
}

/** Chip above a line, the numbers of its papers below. @param {SVGElement[]} parts @param {Arrow} arrow @param {number} x @param {number} y @param {string[]} numbers */
function letters(parts, { chip }, x, y, numbers) {
  if (chip) parts.push(write(x, y - 8, chip, { "text-anchor": "middle", "font-size": LABEL, "font-weight": "bold" }));
  parts.push(...numbers.map((line, n) => write(x, y + 16 + n * LINE, line, { "text-anchor": "middle", "font-size": LABEL })));
}

