/**
 * The simple paths between two entities with a hop limit and a wanted sign, exactly, in order of cost.
 *
 * As in Python: the least cost to the end over walks, for each sign and each set of marks still needed, leads a best-first
 * expansion.  The work is done in slices: a generator gives null where it may rest.
 */

/** @typedef {import("./ground.js").Sign} Sign */
/** @typedef {import("./steps.js").Arc} Arc */
/** @typedef {import("./steps.js").Network} Network */
/** @typedef {Map<number, Float64Array>[]} Bounds for each number of hops left: entity → least cost, at 3 × marks + sign */

import { SIGNS, times } from "./ground.js";

const REST = 256;
const EXPANSIONS = 400_000;

/** How much a search may do; the clock starts with its first work.  `hit` tells whether it was cut. */
export class Budget {
  /** @param {number} seconds */
  constructor(seconds) {
    this.milliseconds = seconds * 1000;
    this.deadline = 0;
    this.left = EXPANSIONS;
    this.hit = false;
  }

  spend() {
    this.left -= 1;
    if (this.left < 0) this.hit = true;
    return !this.hit && (this.left % REST !== 0 || this.inTime());
  }

  inTime() {
    const now = performance.now();
    this.deadline ||= now + this.milliseconds;
    if (now > this.deadline) this.hit = true;
    return !this.hit;
  }
}

export class PathSpace {
  /** @param {Network} arcs @param {number} start @param {number} end @param {number} hops @param {number} marks @param {Budget} budget */
  constructor(arcs, start, end, hops, marks, budget) {
    this.arcs = arcs;
    this.start = start;
    this.end = end;
    this.hops = hops;
    this.marks = marks;
    /** @type {Bounds} */
    this.bounds = start !== end && hops > 0 ? boundsOf(arcs, start, end, hops, marks, budget) : [];
  }

  /**
   * Simple paths of one sign, cheapest first, and null where the work may rest.
   *
   * @param {Sign} sign
   * @param {Budget} budget
   * @returns {Generator<Arc[] | null>}
   */
  *cheapest(sign, budget) {
    const { arcs, start, end, hops, marks, bounds } = this;
    if (!bounds.length) return;
    const queue = new Queue();
    const first = bound(bounds[hops].get(start), 0, sign, marks);
    if (first < Infinity) queue.push({ total: first, hops: 0, tie: 0, cost: 0, sign: 0, got: 0, arc: null, before: null });
    let tie = 1;
    let work = 0;
    for (let head = queue.pop(); head; head = queue.pop()) {
      const node = head.arc ? head.arc.to : start;
      if (node === end) {
        yield pathTo(head);
        continue;
      }
      if (!budget.spend()) return;
      work += 1;
      if (work % REST === 0) yield null;
      const known = bounds[hops - head.hops - 1];
      const visited = [start];
      for (let at = head; at.arc; at = /** @type {Head} */ (at.before)) visited.push(at.arc.to);
      for (const arc of arcs.get(node) ?? []) {
        if (visited.includes(arc.to) || (head.arc && head.arc.leaves >= 0 && head.arc.leaves === arc.enters)) continue;
        const [nextSign, got, cost] = [times(head.sign, arc.sign), head.got | arc.marks, head.cost + arc.cost];
        const rest = bound(known.get(arc.to), nextSign, sign, marks & ~got);
        if (rest < Infinity) {
          queue.push({ total: cost + rest, hops: head.hops + 1, tie, cost, sign: nextSign, got, arc, before: head });
          tie += 1;
        }
      }
    }
  }
}

/** @typedef {{total: number, hops: number, tie: number, cost: number, sign: Sign, got: number, arc: Arc | null, before: Head | null}} Head where a path has come to */

/** @param {Head} head */
function pathTo(head) {
  const path = [];
  for (let at = head; at.arc; at = /** @type {Head} */ (at.before)) path.push(at.arc);
  return path.reverse();
}

/** @param {Float64Array | undefined} known @param {Sign} sofar @param {Sign} wanted @param {number} needed the least cost still to come */
function bound(known, sofar, wanted, needed) {
  let least = Infinity;
  if (known) for (const sign of SIGNS) if (times(sofar, sign) === wanted) least = Math.min(least, known[3 * needed + sign]);
  return least;
}

/** @param {Network} arcs @param {number} start @param {number} end @param {number} hops @param {number} marks @param {Budget} budget @returns {Bounds} */
function boundsOf(arcs, start, end, hops, marks, budget) {
  const subsets = Array.from({ length: marks + 1 }, (_, subset) => subset).filter((subset) => (subset & ~marks) === 0);
  const away = hopsAway(arcs, start, end, hops);
  /** @type {Network} */
  const incoming = new Map();
  for (const node of away.keys()) {
    for (const arc of node === end ? [] : arcs.get(node) ?? []) {
      if (arc.to === start) continue;
      const coming = incoming.get(arc.to);
      if (coming) coming.push(arc);
      else incoming.set(arc.to, [arc]);
    }
  }
  const size = 3 * (marks + 1);
  /** @type {Map<number, Float64Array>} */
  let layer = new Map([[end, new Float64Array(size).fill(Infinity)]]);
  /** @type {Float64Array} */ (layer.get(end))[0] = 0;
  const layers = [layer];
  let fresh = layer;
  for (let left = hops - 1; left >= 0; left -= 1) {
    /** @type {Map<number, Float64Array>} */
    const changed = new Map();
    if (!budget.inTime()) return [];
    for (const [node, states] of fresh) {
      for (const arc of incoming.get(node) ?? []) {
        // No path that is so far from the start already has so many hops left.
        if (/** @type {number} */ (away.get(arc.from)) > left) continue;
        const made = changed.get(arc.from) ?? layer.get(arc.from)?.slice() ?? new Float64Array(size).fill(Infinity);
        changed.set(arc.from, made);
        relax(made, states, arc, subsets);
      }
    }
    const before = layer;
    layer = new Map(layer);
    fresh = new Map([...changed].filter(([node, states]) => before.get(node)?.every((cost, n) => cost === states[n]) !== true));
    for (const [node, states] of fresh) layer.set(node, states);
    layers.push(layer);
  }
  return layers;
}

/** @param {Float64Array} made @param {Float64Array} states @param {Arc} arc @param {number[]} subsets */
function relax(made, states, arc, subsets) {
  for (let at = 0; at < states.length; at += 1) {
    if (states[at] === Infinity) continue;
    const sign = times(arc.sign, /** @type {Sign} */ (at % 3));
    const needed = Math.floor(at / 3);
    // The arc can collect some of the marks; what it does not collect the rest must.
    for (const subset of subsets) if ((subset & ~arc.marks) === needed) made[3 * subset + sign] = Math.min(made[3 * subset + sign], states[at] + arc.cost);
  }
}

/** How many hops every entity within the limit is from the start, on walks that do not pass the end. @param {Network} arcs @param {number} start @param {number} end @param {number} most */
function hopsAway(arcs, start, end, most) {
  const away = new Map([[start, 0]]);
  for (const [node, hops] of away) {
    if (node === end || hops === most) continue;
    for (const { to } of arcs.get(node) ?? []) if (!away.has(to)) away.set(to, hops + 1);
  }
  return away;
}

/** A heap of heads: the least total first, then the fewest hops, then the oldest. */
class Queue {
  /** @type {Head[]} */
  #heap = [];

  /** @param {Head} head */
  push(head) {
    const heap = this.#heap;
    let at = heap.push(head) - 1;
    while (at) {
      const up = (at - 1) >> 1;
      if (isBefore(heap[up], head)) break;
      heap[at] = heap[up];
      at = up;
    }
    heap[at] = head;
  }

  pop() {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || !heap.length) return first;
    let at = 0;
    for (let down = 1; down < heap.length; down = 2 * at + 1) {
      if (down + 1 < heap.length && isBefore(heap[down + 1], heap[down])) down += 1;
      if (isBefore(last, heap[down])) break;
      heap[at] = heap[down];
      at = down;
    }
    heap[at] = last;
    return first;
  }
}

/** @param {Head} a @param {Head} b */
const isBefore = (a, b) => a.total < b.total || (a.total === b.total && (a.hops < b.hops || (a.hops === b.hops && a.tie < b.tie)));
