/**
 * The lines of arrows: where they leave and reach boxes, and how they bend between.
 * Arrows at one side of a box get a place of their own each, so that parallel ones stay apart and heads can be seen.
 */

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {[Point, Point, Point, Point]} Segment a cubic Bézier curve */
/** @typedef {{link: Link, segments: Segment[], label: Point, end: Point, angle: number, hushed: boolean}} Curve `hushed` when its label has no place */
/** @typedef {-1 | 1} Side left or right */

import { LABEL, sizeOf, SMALL, widthOf } from "./boxes.js";

export const PORT = 13;
const PIECES = 16;
// Enough to measure a line by, which is done for each before the first picture is drawn.
const FEWER_PIECES = 6;
const SHARES = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.88, 0.12];

/**
 * @param {Scene} scene
 * @returns {Map<string, Curve>} by the id of the arrow; arrows whose boxes are missing are left out
 */
export function curvesOf(scene) {
  const boxes = new Map(scene.boxes.map((box) => [box.id, { box, size: sizeOf(box) }]));
  const drawn = scene.links.flatMap((link) => {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    return from && to ? [{ link, from, to, sides: sidesOf(from, to), start: 0, end: 0, crowd: 0 }] : [];
  });
  /** @type {Map<string, {towards: number, put: (y: number, count: number) => void}[]>} */
  const ports = new Map();
  /** @param {string} id @param {Side} side @param {number} towards @param {(y: number, count: number) => void} put */
  const ask = (id, side, towards, put) => {
    const key = `${id} ${side}`;
    const known = ports.get(key);
    if (known) known.push({ towards, put });
    else ports.set(key, [{ towards, put }]);
  };
  for (const item of drawn) {
    const { link, from, to, sides } = item;
    const [first, last] = [link.via[0]?.y ?? to.box.y, link.via.at(-1)?.y ?? from.box.y];
    ask(from.box.id, sides[0], first, (y, count) => { item.start = y; item.crowd += count; });
    ask(to.box.id, sides[1], last, (y, count) => { item.end = y; item.crowd -= count; });
  }
  for (const [key, wanted] of ports) {
    const shape = boxes.get(key.slice(0, key.lastIndexOf(" ")));
    if (shape) spread(wanted, shape.box, shape.size.height);
  }
  const curves = drawn.map(curve);
  placeLabels(curves, [...boxes.values()]);
  return new Map(curves.map((item) => [item.link.id, item]));
}

/**
 * Move labels along their lines to where they cover neither a box nor another label; one without such a place is told
 * when its arrow is singled out.
 *
 * @param {Curve[]} curves
 * @param {Placed[]} boxes
 */
function placeLabels(curves, boxes) {
  /** @type {{x: number, y: number, width: number, height: number}[]} */
  const taken = boxes.map(({ box, size }) => ({ x: box.x, y: box.y, ...size }));
  for (const item of curves) {
    if (!item.link.label) continue;
    const width = widthOf(item.link.label, SMALL) + 4;
    const free = (/** @type {Point} */ at) => taken.every((other) =>
      Math.abs(other.x - at.x) * 2 >= other.width + width || Math.abs(other.y - at.y) * 2 >= other.height + LABEL + 2);
    if (!free(item.label)) {
      const place = elsewhere(item.segments, free);
      if (place) item.label = place;
      else item.hushed = true;
    }
    if (!item.hushed) taken.push({ ...item.label, width, height: LABEL + 2 });
  }
}

/** @param {Segment[]} segments @param {(at: Point) => boolean} free @returns {Point | undefined} the first free place of a line */
function elsewhere(segments, free) {
  const place = placeOn(segments);
  for (const share of SHARES) {
    const at = place(share);
    if (free(at)) return at;
  }
  return undefined;
}

/**
 * How high a box has to be so that this many arrows at one side stay apart.
 *
 * @param {number} arrows
 */
export const heightFor = (arrows) => (arrows + 1) * PORT;

/** @typedef {{box: Box, size: {width: number, height: number}}} Placed */

/** @param {Placed} from @param {Placed} to @returns {[Side, Side]} */
function sidesOf(from, to) {
  const apart = to.box.x - from.box.x;
  if (Math.abs(apart) < (from.size.width + to.size.width) / 2) return [1, 1];
  return apart > 0 ? [1, -1] : [-1, 1];
}

/** @param {{towards: number, put: (y: number, count: number) => void}[]} wanted @param {Box} box @param {number} height */
function spread(wanted, { y, role }, height) {
  // Sorting is stable, so parallel arrows keep their order at both ends and do not cross.
  wanted.sort((a, b) => a.towards - b.towards);
  if (role === "seed") {
    // As high as the columns beside it: its arrows are level, as far as they find room.
    const [half, last] = [height / 2 - PORT / 2, wanted.length - 1];
    let least = y - half;
    wanted.forEach(({ towards, put }, place) => {
      const at = Math.min(Math.max(towards, least), y + half - (last - place) * PORT);
      put(at, 0);
      least = at + PORT;
    });
    return;
  }
  const gap = Math.min(PORT * 1.3, (height - PORT) / Math.max(1, wanted.length - 1));
  wanted.forEach(({ put }, place) => put(y + (place - (wanted.length - 1) / 2) * gap, wanted.length));
}

/**
 * @param {{link: Link, from: Placed, to: Placed, sides: [Side, Side], start: number, end: number, crowd: number}} item
 * @returns {Curve}
 */
function curve({ link, from, to, sides, start, end, crowd }) {
  const first = { x: from.box.x + (sides[0] * from.size.width) / 2, y: start };
  const last = { x: to.box.x + (sides[1] * to.size.width) / 2, y: end };
  /** @type {Segment[]} */
  const segments = [];
  let at = first;
  for (const point of link.via) {
    const [before, after] = [{ x: point.x - sides[0] * point.half, y: point.y }, { x: point.x + sides[0] * point.half, y: point.y }];
    segments.push(between(at, before, sides[0], sides[0] === 1 ? -1 : 1), straight(before, after));
    at = after;
  }
  segments.push(between(at, last, sides[0], sides[1]));
  // A label stands near the end where fewer arrows meet.
  const place = crowd > 2 ? 0.7 : crowd < -2 ? 0.3 : 0.5;
  return { link, segments, end: last, angle: sides[1] === 1 ? Math.PI : 0, label: along(segments, place), hushed: false };
}

/** @param {Point} a @param {Point} b @param {Side} leave @param {Side} reach @returns {Segment} */
function between(a, b, leave, reach) {
  const pull = Math.max(30, Math.min(200, Math.abs(b.x - a.x) * 0.5), leave === reach ? 30 + Math.abs(b.y - a.y) * 0.2 : 0);
  return [a, { x: a.x + leave * pull, y: a.y }, { x: b.x + reach * pull, y: b.y }, b];
}

/** @param {Point} a @param {Point} b @returns {Segment} */
function straight(a, b) {
  const third = { x: (b.x - a.x) / 3, y: (b.y - a.y) / 3 };
  return [a, { x: a.x + third.x, y: a.y + third.y }, { x: b.x - third.x, y: b.y - third.y }, b];
}

/** @param {Segment} segment @param {number} t @returns {Point} */
function bezier([a, b, c, d], t) {
  const u = 1 - t;
  const [ka, kb, kc, kd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: ka * a.x + kb * b.x + kc * c.x + kd * d.x, y: ka * a.y + kb * b.y + kc * c.y + kd * d.y };
}

/** @param {Segment[]} segments @param {number} pieces of each that is not level @returns {Point[]} */
function points(segments, pieces) {
  const found = [segments[0][0]];
  for (const segment of segments) {
    if (segment[0].y !== segment[3].y) for (let n = 1; n < pieces; n += 1) found.push(bezier(segment, n / pieces));
    found.push(segment[3]);
  }
  return found;
}

/**
 * The point at a share of the length.
 *
 * @param {Segment[]} segments
 * @param {number} share
 */
export function along(segments, share) {
  return placeOn(segments)(share);
}

/**
 * The points at shares of the length; the line is measured once for all of them.
 *
 * @param {Segment[]} segments
 * @returns {(share: number) => Point}
 */
function placeOn(segments) {
  if (segments.length === 1) return (share) => bezier(segments[0], share);
  const line = points(segments, FEWER_PIECES);
  const ends = [0];
  for (let n = 1; n < line.length; n += 1) ends.push(ends[n - 1] + Math.hypot(line[n].x - line[n - 1].x, line[n].y - line[n - 1].y));
  return (share) => {
    const wanted = share * ends[ends.length - 1];
    let n = 1;
    while (n < line.length - 1 && ends[n] < wanted) n += 1;
    const part = (wanted - ends[n - 1]) / (ends[n] - ends[n - 1] || 1);
    return { x: line[n - 1].x + part * (line[n].x - line[n - 1].x), y: line[n - 1].y + part * (line[n].y - line[n - 1].y) };
  };
}

/**
 * The arrow nearest to a point, or null when none is as near as `reach`.
 *
 * @param {Iterable<Curve>} curves
 * @param {Point} at
 * @param {number} reach
 * @returns {Curve | null}
 */
export function nearest(curves, at, reach) {
  let best = reach;
  let found = null;
  for (const item of curves) {
    const slack = item.link.width / 2;
    if (!near(item, at, reach + slack)) continue;
    const line = points(item.segments, PIECES);
    for (let n = 1; n < line.length; n += 1) {
      const distance = toLine(at, line[n - 1], line[n]) - slack;
      if (distance < best) [best, found] = [distance, item];
    }
  }
  return found;
}

/** @param {Curve} item @param {Point} at @param {number} reach */
function near({ segments }, at, reach) {
  return segments.some((segment) => {
    const [xs, ys] = [segment.map(({ x }) => x), segment.map(({ y }) => y)];
    return at.x > Math.min(...xs) - reach && at.x < Math.max(...xs) + reach && at.y > Math.min(...ys) - reach && at.y < Math.max(...ys) + reach;
  });
}

/** @param {Point} p @param {Point} a @param {Point} b */
function toLine(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const t = square ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square)) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
/** @param {Point} point */
const pair = (point) => `${round(point.x)} ${round(point.y)}`;

/**
 * The line as the path data of SVG, cut back at its end by the length of the head.
 *
 * @param {Curve} curve
 * @param {number} head
 */
export function pathData({ segments, angle }, head) {
  const cut = segments.map((segment) => [...segment]);
  const last = cut[cut.length - 1];
  const back = { x: -head * Math.cos(angle), y: -head * Math.sin(angle) };
  last[3] = { x: last[3].x + back.x, y: last[3].y + back.y };
  last[2] = { x: last[2].x + back.x, y: last[2].y + back.y };
  return `M ${pair(cut[0][0])} ${cut.map(([, b, c, d]) => `C ${pair(b)} ${pair(c)} ${pair(d)}`).join(" ")}`;
}

/**
 * The head of an arrow: ▶ raises, ⊣ lowers, ○ not stated, ⊘ no effect, an open angle where nothing acts.
 * `length` is what the line gives up for it; the path data point to the right and end in 0 0.
 *
 * @param {string} sign
 * @param {number} width of the line
 * @returns {{d: string, length: number, filled: boolean, stroke: number}}
 */
export function headOf(sign, width) {
  const half = 4 + width * 0.75;
  const r = half * 0.85;
  if (sign === "+") return { d: `M 0 0 L ${-2 * half} ${-half} L ${-2 * half} ${half} Z`, length: 2 * half - 1, filled: true, stroke: 0 };
  if (sign === "-") return { d: `M -2.5 ${-half - 2} V ${half + 2}`, length: 3, filled: false, stroke: 3.5 };
  const ring = `M 0 0 A ${r} ${r} 0 1 1 ${-2 * r} 0 A ${r} ${r} 0 1 1 0 0`;
  if (sign === "?") return { d: ring, length: 2 * r, filled: false, stroke: 2 };
  if (sign === "0") return { d: `${ring} M ${-0.3 * r} ${-0.7 * r} L ${-1.7 * r} ${0.7 * r}`, length: 2 * r, filled: false, stroke: 2 };
  return { d: `M ${-1.4 * half} ${-half} L 0 0 L ${-1.4 * half} ${half}`, length: 0, filled: false, stroke: 1.5 };
}
