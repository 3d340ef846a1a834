/**
 * Where things stand in views that are made while reading: a chain, and the surroundings of an entity.  Nothing is random.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./scene.js").Box} Box */

const [ACROSS, DOWN] = [150, 110];

/**
 * One after the other, up and down by turns, so that the words on the arrows have room.
 *
 * @param {Box[]} boxes
 * @returns {Box[]}
 */
export function zigzag(boxes) {
  return boxes.map((box, n) => ({ ...box, x: n * ACROSS, y: (n % 2) * DOWN }));
}

/**
 * What lies within some arrows of an entity: what acts on it at its left, what it acts on at its right.
 * Of many neighbours those behind the strongest arrows come first; `left` says how many are not shown.
 *
 * @param {Model} model
 * @param {number} seed
 * @param {number} depth
 * @param {number} limit
 * @param {(arrow: Arrow) => boolean} visible
 * @returns {{sides: Map<number, number>, left: number}} the column of each entity, 0 for the one in the middle
 */
export function around(model, seed, depth, limit, visible) {
  const near = neighbours(model, visible);
  const sides = new Map([[seed, 0]]);
  let left = 0;
  let edge = [seed];
  for (let ring = 1; ring <= depth; ring += 1) {
    /** @type {Map<number, {side: number, rank: number}>} */
    const found = new Map();
    for (const node of edge) {
      const side = sides.get(node) ?? 0;
      for (const { other, out, rank } of near.get(node) ?? []) {
        const known = found.get(other);
        if (sides.has(other) || (known && known.rank >= rank)) continue;
        found.set(other, { side: side === 0 ? (out ? ring : -ring) : Math.sign(side) * ring, rank });
      }
    }
    const ranked = [...found].sort((a, b) => b[1].rank - a[1].rank || a[0] - b[0]);
    left += Math.max(0, ranked.length - limit);
    for (const [n, { side }] of ranked.slice(0, limit)) sides.set(n, side);
    edge = ranked.slice(0, limit).map(([n]) => n);
  }
  return { sides, left };
}

/** @param {Model} model @param {(arrow: Arrow) => boolean} visible */
function neighbours(model, visible) {
  /** @type {Map<number, {other: number, out: boolean, rank: number}[]>} */
  const near = new Map();
  /** @param {number} node @param {number} other @param {boolean} out @param {number} rank */
  const add = (node, other, out, rank) => {
    const known = near.get(node);
    if (known) known.push({ other, out, rank });
    else near.set(node, [{ other, out, rank }]);
  };
  for (const arrow of model.arrows) {
    if (!visible(arrow) || arrow.from === arrow.to) continue;
    const rank = arrow.papers[0] + arrow.papers[1] + arrow.confidence;
    add(arrow.from, arrow.to, true, rank);
    add(arrow.to, arrow.from, false, rank);
  }
  return near;
}
