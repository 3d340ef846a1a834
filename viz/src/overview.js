/**
 * Mechanisms between what starts them and the diseases: each a box, or, where it is open, a group that holds its chains.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./scene.js").Frame} Frame */
/** @typedef {import("./elements.js").Via} Via */
/** @typedef {{boxes: Box[], frame: Frame, shift: {x: number, y: number}, via: Via}} Group */

import { bounds, sizeOf } from "./boxes.js";
import { box, closeUp, DISPUTED, finish, linksOf, plainLink } from "./elements.js";
import { colorsOf, effectColor } from "./palette.js";
import { counted, kindLetters } from "./words.js";

const LEFT = 230;
const RIGHT = 430;
const GAP = 18;
const INSIDE = 20;
const HEAD = 44;
const NO_ENDS = { start: -1, end: -1 };

/** @param {State} state @returns {Set<string>} */
export const openOf = (state) => new Set(state.open.split(",").filter(Boolean));

/**
 * @param {Model} model
 * @param {State} state
 * @param {(arrow: Arrow) => boolean} visible
 * @param {(claim: number) => boolean} shown
 * @returns {import("./scene.js").Scene}
 */
export function overview(model, state, visible, shown) {
  const open = openOf(state);
  const starts = [...new Set(model.hypotheses.map((hypothesis) => hypothesis.start))];
  const diseases = [...new Set(model.matrix.map((cell) => cell.disease))];
  const rows = model.mechanisms.map(({ name }, n) => (open.has(name) ? groupOf(model, n) : boxOf(model, n)));
  const width = Math.max(...rows.map(({ frame }) => frame.width), 170);
  const height = rows.reduce((sum, { frame }) => sum + frame.height + GAP, -GAP);
  let y = -height / 2;
  for (const row of rows) {
    place(row, LEFT + (width - row.frame.width) / 2, y);
    y += row.frame.height + GAP;
  }
  const boxes = rows.flatMap((row) => row.boxes);
  starts.forEach((n, at) => boxes.push(box(model, n, { x: 0, y: spread(at, starts.length, 160) }, { start: n, end: -1 })));
  diseases.forEach((n, at) => {
    const down = spread(at, diseases.length, Math.max(300, height / 2));
    boxes.push(box(model, n, { x: LEFT + width + RIGHT, y: down }, { start: -1, end: n }));
  });
  const links = model.mechanisms.flatMap(({ name }, n) =>
    open.has(name) ? chainLinks(model, state, n, rows[n], visible, shown) : [...startLinks(model, n, starts), ...diseaseLinks(model, n)]);
  const frames = rows.flatMap(({ frame }, n) => (open.has(model.mechanisms[n].name) ? [frame] : []));
  const scene = finish(model, boxes, links, "");
  const all = model.hypotheses.flatMap((hypothesis) => hypothesis.steps.flatMap((step) => step.claims));
  return { ...scene, frames, claims: [...new Set([...scene.claims, ...all])] };
}

/** @param {Model} model @param {number} n @returns {Group} a closed mechanism */
function boxOf(model, n) {
  const { name } = model.mechanisms[n];
  /** @type {Box} */
  const item = {
    id: `m${n}`, what: "mechanism", n, label: name.replaceAll("-", " "), kind: "mechanism", x: 0, y: 0, role: "", sign: "▸", hub: true,
    dim: !model.hypotheses.some((hypothesis) => hypothesis.mechanism === name),
  };
  const { width, height } = sizeOf(item);
  return { boxes: [{ ...item, x: width / 2, y: height / 2 }], frame: { x: 0, y: 0, width, height }, shift: { x: 0, y: 0 }, via: () => [] };
}

/** @param {Model} model @param {number} n @returns {Group} an open mechanism: its chains without their two ends */
function groupOf(model, n) {
  const { boxes: [head] } = boxOf(model, n);
  const inner = model.mechanisms[n].group.positions.map(([entity, x, y]) => ({
    ...box(model, entity, { x, y }, NO_ENDS), id: `m${n}e${entity}`,
  }));
  const via = closeUp(inner, model.mechanisms[n].group.routes);
  const edges = inner.length ? bounds(inner) : { left: 0, right: 0, top: 0, bottom: 0 };
  const shift = { x: INSIDE - edges.left, y: HEAD + INSIDE / 2 - edges.top };
  for (const item of inner) [item.x, item.y] = [item.x + shift.x, item.y + shift.y];
  const label = { ...head, sign: "▾" };
  const { width } = sizeOf(label);
  return {
    boxes: [{ ...label, x: INSIDE / 2 + width / 2, y: HEAD / 2 + 3 }, ...inner],
    frame: {
      x: 0, y: 0, width: Math.max(edges.right - edges.left + 2 * INSIDE, width + INSIDE), height: edges.bottom - edges.top + HEAD + 1.5 * INSIDE,
    },
    shift,
    via,
  };
}

/** @param {Group} group @param {number} x @param {number} y */
function place({ boxes, frame, shift }, x, y) {
  for (const item of boxes) [item.x, item.y] = [item.x + x, item.y + y];
  [frame.x, frame.y] = [x, y];
  [shift.x, shift.y] = [shift.x + x, shift.y + y];
}

/** @param {Model} model @param {number} n @param {number[]} starts @returns {Link[]} */
function startLinks(model, n, starts) {
  const { name } = model.mechanisms[n];
  return starts.flatMap((start) => {
    const chains = model.hypotheses.filter((h) => h.mechanism === name && h.start === start).length;
    const link = plainLink(`s${start}.${n}`, `e${start}`, `m${n}`);
    return chains ? [{ ...link, cell: `${name}~`, width: 2, label: counted(chains, "chain") }] : [];
  });
}

/** @param {Model} model @param {number} n @returns {Link[]} */
function diseaseLinks(model, n) {
  const cells = model.matrix.filter(({ mechanism }) => mechanism === model.mechanisms[n].name);
  return cells.map((cell) => ({
    ...plainLink(`c${n}.${cell.disease}`, `m${n}`, `e${cell.disease}`),
    cell: `${cell.mechanism}~${model.entities[cell.disease].id}`,
    color: effectColor(model.hypotheses.filter((chain) => chain.mechanism === cell.mechanism && chain.end === cell.disease).map((chain) => chain.effect)),
    width: Math.min(7, 1.5 + cell.papers / 3),
    sign: { helps: "-", harms: "+" }[cell.effect] ?? "?",
    label: `${cell.effect} · ${counted(cell.papers, "paper")} · ${kindLetters(model, cell.evidence)}${cell.disputed ? ` ${DISPUTED}` : ""}`,
  }));
}

/**
 * The arrows of the chains of an open mechanism; those of a chosen chain stand out.
 *
 * @param {Model} model
 * @param {State} state
 * @param {number} n
 * @param {Group} group
 * @param {(arrow: Arrow) => boolean} visible
 * @param {(claim: number) => boolean} shown
 * @returns {Link[]}
 */
function chainLinks(model, state, n, { boxes, shift, via }, visible, shown) {
  const mechanism = model.mechanisms[n];
  const chains = model.hypotheses.filter((hypothesis) => hypothesis.mechanism === mechanism.name);
  const chosen = chains.find(({ id }) => id === state.hypothesis);
  const along = new Set(chosen?.steps.map((step) => step.arrow));
  const within = new Set(boxes.map((item) => item.id));
  /** @type {Via} */
  const moved = (from, to) => via(from, to).map((bend) => ({ ...bend, x: bend.x + shift.x, y: bend.y + shift.y }));
  const at = (/** @type {number} */ entity) => (within.has(`m${n}e${entity}`) ? `m${n}e${entity}` : `e${entity}`);
  const colors = colorsOf(chains);
  const arrows = [...new Set(chains.flatMap((chain) => chain.steps.map((step) => step.arrow)))].map((number) => model.arrows[number]);
  return arrows.filter(visible).flatMap((arrow) =>
    linksOf(model, arrow, state, shown, { chosen: along.has(arrow.n), dim: Boolean(chosen) && !along.has(arrow.n), via: moved, color: colors(arrow.n) })
      .map((link) => ({
        ...link, id: `m${n}${link.id}`, from: at(arrow.from), to: at(arrow.to),
        strong: along.has(arrow.n) && chosen?.steps[state.step - 1]?.arrow === arrow.n,
      })));
}

/** @param {number} at @param {number} count @param {number} gap */
function spread(at, count, gap) {
  return (at - (count - 1) / 2) * gap;
}
