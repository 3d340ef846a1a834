/**
 * Places for layered pictures that are read from left to right, made when a view is opened: layers, an order in each
 * that avoids crossings (barycentres; Sugiyama, Tagawa and Toda 1981), then heights that keep neighbours level.  An
 * arrow over several layers bends through each, between the boxes that stand there.  Nothing is random.
 */

/** @typedef {import("./scene.js").Box} Box */
/** @typedef {[string, string]} Arc */
/** @typedef {{x: number, y: number, half: number}} Bend a point that a line passes, level for `half` to both sides */
/** @typedef {(from: string, to: string) => Bend[]} Via */

import { sizeOf } from "./boxes.js";

const SWEEPS = 12;
/** How far apart boxes stand, lines pass, and columns are. */
export const GAP = 14;
const [LANE, LEAST_BETWEEN, MOST_BETWEEN, WIDE] = [22, 56, 150, 1060];

/**
 * A layer for each node, right of the farthest that leads to it; an arc that would close a circle is read backwards.
 *
 * @param {string[]} nodes
 * @param {Arc[]} arcs
 * @param {string} [start] alone at the left
 * @param {string} [end] alone at the right
 * @returns {Map<string, number>}
 */
export function layersOf(nodes, arcs, start = "", end = "") {
  const forward = withoutCircles(nodes, arcs, start);
  const waiting = new Map(nodes.map((node) => [node, 0]));
  /** @type {Map<string, string[]>} */
  const leaving = new Map();
  for (const [a, b] of forward) {
    waiting.set(b, (waiting.get(b) ?? 0) + 1);
    add(leaving, a, b);
  }
  const layers = new Map(nodes.map((node) => [node, 0]));
  const ready = nodes.filter((node) => !waiting.get(node));
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const target of leaving.get(node) ?? []) {
      layers.set(target, Math.max(layers.get(target) ?? 0, (layers.get(node) ?? 0) + 1));
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (!left) ready.push(target);
    }
  }
  if (layers.has(start)) for (const [node, layer] of layers) layers.set(node, node === start ? 0 : Math.max(1, layer));
  if (layers.has(end)) layers.set(end, Math.max(...[...layers].map(([node, layer]) => (node === end ? 0 : layer))) + 1);
  return layers;
}

/** @param {string[]} nodes @param {Arc[]} arcs @param {string} start @returns {Arc[]} */
function withoutCircles(nodes, arcs, start) {
  /** @type {Map<string, string[]>} */
  const leaving = new Map();
  for (const [a, b] of arcs) if (a !== b) add(leaving, a, b);
  const [done, active] = [new Set(), new Set()];
  /** @type {Map<string, Arc>} */
  const found = new Map();
  for (const root of nodes.includes(start) ? [start, ...nodes] : nodes) {
    if (done.has(root)) continue;
    const stack = [{ node: root, next: 0 }];
    active.add(root);
    while (stack.length) {
      const top = stack[stack.length - 1];
      const target = leaving.get(top.node)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        stack.pop();
        active.delete(top.node);
        done.add(top.node);
      } else {
        /** @type {Arc} */
        const arc = active.has(target) ? [target, top.node] : [top.node, target];
        found.set(arc.join("\0"), arc);
        if (!done.has(target) && !active.has(target)) {
          active.add(target);
          stack.push({ node: target, next: 0 });
        }
      }
    }
  }
  return [...found.values()];
}

/**
 * Sets boxes in columns, as wide as the widest of each, so that no line passes behind one; and gives what arrows pass.
 *
 * @param {Box[]} boxes
 * @param {Map<string, number>} layers of their ids
 * @param {Arc[]} arcs
 * @returns {Via}
 */
export function arrange(boxes, layers, arcs) {
  const numbers = [...new Set(layers.values())].sort((a, b) => a - b);
  const at = new Map([...layers].map(([node, layer]) => [node, numbers.indexOf(layer)]));
  const high = new Map(boxes.map((box) => [box.id, sizeOf(box).height + GAP]));
  /** @type {Arc[]} */
  const links = [];
  /** @type {Map<string, string[]>} */
  const bends = new Map();
  for (const arc of arcs) {
    const [a, b] = [at.get(arc[0]) ?? 0, at.get(arc[1]) ?? 0];
    const key = arc.join("\0");
    if (a === b || bends.has(key)) continue;
    const [first, last] = a < b ? arc : [arc[1], arc[0]];
    const passed = Array.from({ length: Math.abs(b - a) - 1 }, (_, n) => `${key}\0${n}`);
    passed.forEach((bend, n) => {
      at.set(bend, Math.min(a, b) + 1 + n);
      high.set(bend, LANE);
    });
    bends.set(key, a < b ? passed : passed.slice().reverse());
    const whole = [first, ...passed, last];
    for (let n = 1; n < whole.length; n += 1) links.push([whole[n - 1], whole[n]]);
  }
  const columns = ordered(at, links, numbers.length);
  const heights = heightsOf(columns, links, high);
  const middles = across(boxes, at, numbers.length);
  for (const box of boxes) [box.x, box.y, box.wide] = [middles[at.get(box.id) ?? 0].x, heights.get(box.id) ?? 0, 2 * middles[at.get(box.id) ?? 0].half];
  return (from, to) => (bends.get(`${from}\0${to}`) ?? bends.get(`${to}\0${from}`)?.slice().reverse() ?? [])
    .map((bend) => ({ ...middles[at.get(bend) ?? 0], y: heights.get(bend) ?? 0 }));
}

/** Where the columns stand. @param {Box[]} boxes @param {Map<string, number>} at @param {number} count @returns {{x: number, half: number}[]} */
function across(boxes, at, count) {
  const widths = Array.from({ length: count }, () => 0);
  for (const box of boxes) {
    const column = at.get(box.id) ?? 0;
    widths[column] = Math.max(widths[column], sizeOf(box).width);
  }
  const narrow = widths.reduce((sum, width) => sum + width, 0);
  const between = Math.min(MOST_BETWEEN, Math.max(LEAST_BETWEEN, (WIDE - narrow) / Math.max(1, count - 1)));
  let left = 0;
  return widths.map((width) => {
    left += width + between;
    return { x: left - between - width / 2, half: width / 2 };
  });
}

/** @param {Map<string, number>} at @param {Arc[]} links @param {number} count @returns {string[][]} the nodes of each column, from the top */
function ordered(at, links, count) {
  /** @type {string[][]} */
  const columns = Array.from({ length: count }, () => []);
  for (const [node, column] of at) columns[column].push(node);
  const [before, after] = neighbours(links);
  const place = new Map();
  const settle = (/** @type {string[]} */ column) => column.forEach((node, n) => place.set(node, n - column.length / 2));
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const near = sweep % 2 ? after : before;
    for (const column of sweep % 2 ? columns.slice().reverse() : columns) {
      const keys = new Map(column.map((node) => [node, mean(near.get(node), place, place.get(node))]));
      column.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
      settle(column);
    }
  }
  return columns;
}

/** @param {string[][]} columns @param {Arc[]} links @param {Map<string, number>} high @returns {Map<string, number>} the middles */
function heightsOf(columns, links, high) {
  const [before, after] = neighbours(links);
  const size = (/** @type {string} */ node) => high.get(node) ?? LANE;
  /** @type {Map<string, number>} */
  const heights = new Map();
  for (const column of columns) {
    let top = -column.reduce((sum, node) => sum + size(node), 0) / 2;
    for (const node of column) {
      heights.set(node, top + size(node) / 2);
      top += size(node);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const near = sweep % 2 ? after : before;
    for (const column of columns) {
      const wanted = column.map((node) => mean(near.get(node), heights, heights.get(node) ?? 0));
      spaced(wanted, column.map(size)).forEach((y, n) => heights.set(column[n], Math.round(y)));
    }
  }
  return heights;
}

/**
 * Heights near the wanted ones, in the same order and far enough apart: blocks that touch move as one.
 *
 * @param {number[]} wanted
 * @param {number[]} sizes
 * @returns {number[]}
 */
export function spaced(wanted, sizes) {
  /** @type {{first: number, count: number, sum: number, at: number}[]} `sum` of what each of its nodes would have the block start at */
  const blocks = [];
  /** @type {number[]} */
  const offsets = [];
  wanted.forEach((y, n) => {
    offsets.push(0);
    let block = { first: n, count: 1, sum: y, at: y };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const reach = offsets[block.first - 1] + (sizes[block.first - 1] + sizes[block.first]) / 2;
      if (last.at + reach <= block.at) break;
      blocks.pop();
      for (let k = block.first; k <= n; k += 1) offsets[k] += reach;
      const [count, sum] = [last.count + block.count, last.sum + block.sum - reach * block.count];
      block = { first: last.first, count, sum, at: sum / count };
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ first, count, at }) => offsets.slice(first, first + count).map((offset) => at + offset));
}

/** @param {Arc[]} links @returns {[Map<string, string[]>, Map<string, string[]>]} */
function neighbours(links) {
  /** @type {[Map<string, string[]>, Map<string, string[]>]} */
  const found = [new Map(), new Map()];
  for (const [a, b] of links) {
    add(found[0], b, a);
    add(found[1], a, b);
  }
  return found;
}

/** @param {string[] | undefined} near @param {Map<string, number>} place @param {number} otherwise */
function mean(near, place, otherwise) {
  return near ? near.reduce((sum, node) => sum + (place.get(node) ?? 0), 0) / near.length : otherwise;
}

/** @param {Map<string, string[]>} lists @param {string} key @param {string} value */
function add(lists, key, value) {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
