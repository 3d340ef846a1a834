/**
 * Places for views that are made while reading: a chain, the surroundings of an entity, a few claims.
 * The other views bring their places along.  Nothing here is random.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {Map<number, {x: number, y: number}>} Places */

const COLUMN = 262;
const ROW = 60;
const MOST_ROWS = 16;
const NEXT = 200;

/**
 * One after the other, in a zigzag, with room for the words on the arrows.
 *
 * @param {number[]} entities
 * @returns {Places}
 */
export function chain(entities) {
  return new Map(entities.map((n, place) => [n, { x: place * 210, y: (place % 2) * 130 }]));
}

/**
 * Entities in the columns that they have in the view of everything, closed up.
 *
 * @param {Model} model
 * @param {number[]} entities
 * @returns {Places}
 */
export function columns(model, entities) {
  const lefts = [...new Set(entities.map((n) => model.entities[n].x))].sort((a, b) => a - b);
  /** @type {Places} */
  const places = new Map();
  let x = 0;
  for (const left of lefts) {
    const members = entities.filter((n) => model.entities[n].x === left);
    members.sort((a, b) => model.entities[a].y - model.entities[b].y || a - b);
    x += COLUMN + stack(places, members, x, 1);
  }
  return places;
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
 * @returns {{places: Places, left: number}}
 */
export function around(model, seed, depth, limit, visible) {
  const near = neighbours(model, visible);
  const column = new Map([[seed, 0]]);
  let left = 0;
  let edge = [seed];
  for (let ring = 1; ring <= depth; ring += 1) {
    /** @type {Map<number, {side: number, rank: number}>} */
    const found = new Map();
    for (const node of edge) {
      const side = column.get(node) ?? 0;
      for (const { other, out, rank } of near.get(node) ?? []) {
        const known = found.get(other);
        if (column.has(other) || (known && known.rank >= rank)) continue;
        found.set(other, { side: side === 0 ? (out ? ring : -ring) : Math.sign(side) * ring, rank });
      }
    }
    const ranked = [...found].sort((a, b) => b[1].rank - a[1].rank || a[0] - b[0]);
    left += Math.max(0, ranked.length - limit);
    for (const [n, { side }] of ranked.slice(0, limit)) column.set(n, side);
    edge = ranked.slice(0, limit).map(([n]) => n);
  }
  /** @type {Places} */
  const places = new Map();
  for (const direction of [1, -1]) {
    let x = 0;
    for (let ring = direction === 1 ? 0 : 1; ring <= depth; ring += 1) {
      if (ring) x += direction * COLUMN;
      const members = [...column].filter(([, side]) => side === direction * ring).map(([n]) => n);
      members.sort((a, b) => model.entities[a].y - model.entities[b].y || a - b);
      x += direction * stack(places, members, x, direction);
    }
  }
  return { places, left };
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

/**
 * Set entities below each other; a long column as several that interlock, so that the picture stays as high as a screen.
 *
 * @param {Places} places
 * @param {number[]} members
 * @param {number} x
 * @param {number} direction where further columns stand: 1 right, -1 left
 * @returns {number} how much wider than one column it became
 */
function stack(places, members, x, direction) {
  const wide = Math.max(1, Math.ceil(members.length / MOST_ROWS));
  members.forEach((n, place) => {
    const y = ((place - (members.length - 1) / 2) * ROW) / wide;
    places.set(n, { x: x + (place % wide) * NEXT * direction, y: Math.round(y) });
  });
  return (wide - 1) * NEXT;
}
