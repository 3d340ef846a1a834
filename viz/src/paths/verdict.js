/**
 * Whether the paths between two entities point one way, at any length.
 *
 * Without a walk of a sign there is no path of it; where there are walks, a path is searched depth first, only into what a
 * walk around the path so far still completes, and within a budget of arcs looked at.
 */

/** @typedef {import("./ground.js").Sign} Sign */
/** @typedef {import("./steps.js").Network} Network */
/** @typedef {{says: string, side: string, looked: string, unknown: boolean, arcs: number}} Verdict `side` is + or − where there is one side only */
/** @typedef {"present" | "no walk" | "no path" | "open"} Known what is known of the paths of one sign */
/** @typedef {{from: number, to: number, bit: number, marks: number, leaves: number, enters: number}} Way */
/** @typedef {{node: number, label: number, marks: number, leaves: number}} Head where a path has come to */
/** @typedef {{node: number, label: number, marks: number, enters: number, hops: number, after: Rest | null}} Rest what a walk to the end still gives, with the rest after its first arc */

/** The words of the Python package. */
export const SAYS = { one: "one side only", both: "both sides", unknown: "unknown directions only", none: "none", open: "not decided" };
const LOOKED = { walk: "every walk", path: "every path", each: "a path of each side", cut: "until the budget was spent" };

/**
 * The verdict on all simple paths, of any length, that collect every mark.
 *
 * @param {Network} arcs
 * @param {number} start
 * @param {number} end
 * @param {{marks: number, most: number, found: Set<Sign>}} how `found` are signs of which there are paths already
 * @returns {Generator<null, Verdict>} null where the work may rest
 */
export function* judge(arcs, start, end, { marks, most, found }) {
  if (found.has(0) && found.has(1)) return { says: SAYS.both, side: "", looked: LOOKED.each, unknown: true, arcs: 0 };
  if (start === end) return { says: SAYS.none, side: "", looked: LOOKED.walk, unknown: false, arcs: 0 };
  const search = new Search(arcs, start, end, marks, most);
  /** @type {Known[]} */
  const states = [];
  for (const sign of /** @type {Sign[]} */ ([0, 1])) states.push(found.has(sign) ? "present" : yield* search.pathsOf(sign));
  const sides = states.flatMap((state, sign) => (state === "present" ? ["+-"[sign]] : []));
  if (sides.length === 2) return { says: SAYS.both, side: "", looked: LOOKED.each, unknown: true, arcs: search.looked };
  // The budget is for the sides: whether unknown directions come besides is asked with what is left of it.
  states.push(found.has(2) ? "present" : yield* search.pathsOf(2));
  const unknown = states[2] === "present" || states[2] === "open";
  const needed = sides.length ? states.slice(0, 2) : states;
  if (needed.includes("open")) return { says: SAYS.open, side: "", looked: LOOKED.cut, unknown, arcs: search.looked };
  const says = sides.length ? SAYS.one : unknown ? SAYS.unknown : SAYS.none;
  return { says, side: sides.join(""), looked: needed.includes("no path") ? LOOKED.path : LOOKED.walk, unknown, arcs: search.looked };
}

/**
 * Searches for simple paths of each sign between two entities.  A label is one bit: to look for + or −, arcs of unknown
 * sign are left out and every − turns it; to look for ?, all arcs are taken and every ? sets it.
 */
class Search {
  /** @param {Network} arcs @param {number} start @param {number} end @param {number} marks @param {number} most */
  constructor(arcs, start, end, marks, most) {
    const nodes = between(arcs, start, end);
    this.start = start;
    this.end = end;
    this.arcs = [...nodes].flatMap((node) => (node === end ? [] : (arcs.get(node) ?? []).filter(({ to }) => nodes.has(to) && to !== start)));
    this.isJoined = nodes.has(start);
    this.marks = marks;
    this.left = most;
    this.looked = 0;
    this.isUnknown = false;
    /** @type {Map<number, Way[]>} */
    this.leaving = new Map();
    /** @type {Map<number, Way[]>} */
    this.coming = new Map();
  }

  /** @param {Sign} sign @returns {Generator<null, Known>} */
  *pathsOf(sign) {
    if (!this.isJoined) return "no walk";
    this.#layOut(sign);
    const wanted = sign === 0 ? 0 : 1;
    /** @type {Head} */
    const first = { node: this.start, label: 0, marks: 0, leaves: -1 };
    const nodes = new Set([first.node]);
    let found = false;
    // Depth first: the heads of the path so far, and for each the heads that are still to be tried after it.
    const path = [first];
    const pending = [this.#lookOn(first, wanted, nodes)];
    if (pending[0] === true) return "present";
    if (!pending[0].length) return "no walk";
    while (pending.length && !found) {
      const heads = /** @type {Head[]} */ (pending[pending.length - 1]);
      if (!heads.length) {
        pending.pop();
        nodes.delete(/** @type {Head} */ (path.pop()).node);
        continue;
      }
      if (this.left <= 0) return "open";
      const head = /** @type {Head} */ (heads.pop());
      nodes.add(head.node);
      const before = this.looked;
      const onward = this.#lookOn(head, wanted, nodes);
      this.left -= this.looked - before;
      path.push(head);
      pending.push(onward);
      found = onward === true;
      yield null;
    }
    return found ? "present" : "no path";
  }

  /** Lay the arcs that count for a sign out by source and by target, each kind of them once. @param {Sign} sign */
  #layOut(sign) {
    this.isUnknown = sign === 2;
    const turning = this.isUnknown ? 2 : 1;
    /** @type {Map<string, Way>} */
    const ways = new Map();
    for (const arc of this.arcs) {
      if (arc.sign === 2 && !this.isUnknown) continue;
      const way = { from: arc.from, to: arc.to, bit: Number(arc.sign === turning), marks: arc.marks & this.marks, leaves: arc.leaves, enters: arc.enters };
      const name = Object.values(way).join();
      if (!ways.has(name)) ways.set(name, way);
    }
    [this.leaving, this.coming] = [new Map(), new Map()];
    for (const way of ways.values()) {
      put(this.leaving, way.from, way);
      put(this.coming, way.to, way);
    }
  }

  /** @param {number} label @param {number} other */
  #joined(label, other) {
    return this.isUnknown ? label | other : label ^ other;
  }

  /**
   * True where a shortest walk on from a head completes a path, and else the heads to try next, the best one last: those
   * from which a walk around `nodes`, those of the path so far, gives what is wanted.
   *
   * @param {Head} head
   * @param {number} wanted
   * @param {Set<number>} nodes
   * @returns {Head[] | true}
   */
  #lookOn(head, wanted, nodes) {
    const at = this.#rests(nodes);
    /** @type {Map<string, {head: Head, hops: number}>} */
    const onward = new Map();
    for (const way of this.leaving.get(head.node) ?? []) {
      if (nodes.has(way.to) || (head.leaves >= 0 && head.leaves === way.enters)) continue;
      const next = { node: way.to, label: this.#joined(head.label, way.bit), marks: head.marks | way.marks, leaves: way.leaves };
      for (const rest of at.get(way.to) ?? []) {
        if (this.#joined(next.label, rest.label) !== wanted || this.marks & ~(next.marks | rest.marks) || (way.leaves >= 0 && way.leaves === rest.enters)) continue;
        if (isSimple(rest)) return true;
        const name = Object.values(next).join();
        const known = onward.get(name);
        if (!known) onward.set(name, { head: next, hops: rest.hops });
        else known.hops = Math.min(known.hops, rest.hops);
      }
    }
    return [...onward.values()].sort((a, b) => b.hops - a.hops).map((one) => one.head);
  }

  /** What walks to the end that touch none of `nodes` can give, by entity; breadth first, so that each is a shortest one. @param {Set<number>} nodes */
  #rests(nodes) {
    /** @type {Map<number, Rest[]>} */
    const at = new Map();
    const known = new Set([restName(this.end, 0, 0, -1)]);
    /** @type {Rest[]} */
    const queue = [{ node: this.end, label: 0, marks: 0, enters: -1, hops: 0, after: null }];
    for (const rest of queue) {
      put(at, rest.node, rest);
      const coming = this.coming.get(rest.node) ?? [];
      this.looked += coming.length;
      for (const way of coming) {
        if (nodes.has(way.from) || (way.leaves >= 0 && way.leaves === rest.enters)) continue;
        const [label, marks] = [this.#joined(way.bit, rest.label), way.marks | rest.marks];
        const name = restName(way.from, label, marks, way.enters);
        if (known.has(name)) continue;
        known.add(name);
        queue.push({ node: way.from, label, marks, enters: way.enters, hops: rest.hops + 1, after: rest });
      }
    }
    return at;
  }
}

/** @param {number} node @param {number} label @param {number} marks @param {number} enters */
const restName = (node, label, marks, enters) => `${node} ${label} ${marks} ${enters}`;

/** @template T @param {Map<number, T[]>} map @param {number} key @param {T} value */
function put(map, key, value) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** The entities on walks from start to end, from the end backwards; none when there are no walks. @param {Network} arcs @param {number} start @param {number} end */
function between(arcs, start, end) {
  const reached = reach(start, (node) => (node === end ? [] : (arcs.get(node) ?? []).map(({ to }) => to)));
  if (!reached.has(end)) return new Set();
  /** @type {Map<number, number[]>} */
  const coming = new Map();
  for (const node of reached) for (const { to } of node === end ? [] : arcs.get(node) ?? []) put(coming, to, node);
  return reach(end, (node) => coming.get(node) ?? []);
}

/** @param {number} start @param {(node: number) => number[]} leaving */
function reach(start, leaving) {
  const reached = new Set([start]);
  for (const node of reached) for (const next of leaving(node)) reached.add(next);
  return reached;
}

/** Whether the walk of a rest passes no entity twice. @param {Rest} rest */
function isSimple(rest) {
  const nodes = new Set();
  for (let on = /** @type {Rest | null} */ (rest); on; on = on.after) {
    if (nodes.has(on.node)) return false;
    nodes.add(on.node);
  }
  return true;
}
