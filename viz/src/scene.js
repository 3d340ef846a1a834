/**
 * What is drawn: boxes with places, and arrows between them, for each view.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./state.js").State} State */
/**
 * @typedef {object} Box
 * @property {string} id
 * @property {number} n the number of the entity
 * @property {string} label
 * @property {string} kind
 * @property {number} x
 * @property {number} y
 * @property {"" | "start" | "end" | "seed"} role
 * @property {boolean} dim
 * @property {number} [tall] how high it is at least
 * @property {number} [wide] how wide it is at least
 */
/**
 * @typedef {object} Link
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {number} arrow the arrow it shows, or -1
 * @property {number} claim the one claim of the arrow that it shows, or -1 for all of them
 * @property {string} sign
 * @property {string} color a name of the palette
 * @property {number} width
 * @property {string} study the kind of study behind it, which its pattern shows: human, animal, cells, statement, implied, or empty
 * @property {string} label
 * @property {string} words what the label becomes when the arrow is singled out
 * @property {boolean} dim
 * @property {boolean} strong
 * @property {import("./layers.js").Bend[]} via points that it passes, between its boxes
 */
/** @typedef {{from: string, to: string, count: number}} Cell of the matrix of everything: kinds of things, and the claims between them */
/**
 * @typedef {object} Scene
 * @property {Box[]} boxes
 * @property {Link[]} links
 * @property {number[]} claims
 * @property {string} note
 * @property {number} left how many neighbours are not drawn
 * @property {Link[]} chain the arrows of the one chain that is shown, which stands as a list
 * @property {number} weakest the place of its weakest arrow, or -1
 * @property {Cell[]} cells of the matrix, where everything is asked for
 */

import { sizeOf } from "./boxes.js";
import { box, claimsOf, EMPTY_SCENE, layered, linksOf } from "./elements.js";
import { around, zigzag } from "./layout.js";
import { GAP } from "./layers.js";
import { pathsUnder } from "./narrowed.js";
import { colorsOf } from "./palette.js";
import { counted } from "./words.js";

/** More boxes than this are no picture; their claims stand in the table. */
const MOST_BOXES = 150;
const MOST_BETWEEN_KINDS = 60;

/**
 * @param {Model} model
 * @param {State} state
 * @param {(claim: number) => boolean} shown
 * @returns {Scene}
 */
export function buildScene(model, state, shown) {
  const scene = sceneOf(model, state, shown);
  // What a filter leaves without an arrow goes too; ends, seeds and mechanisms stay.
  const met = new Set(scene.links.flatMap(({ from, to }) => [from, to]));
  return state.hide ? { ...scene, boxes: scene.boxes.filter((item) => item.role || met.has(item.id)) } : scene;
}

/** @param {Model} model @param {State} state @param {(claim: number) => boolean} shown @returns {Scene} */
function sceneOf(model, state, shown) {
  const visible = (/** @type {Arrow} */ arrow) => !arrow.claims.length || arrow.claims.some(shown);
  if (state.view === "mechanism") return mechanismScene(model, state, visible, shown);
  if (state.view === "near") return nearScene(model, state, visible, shown);
  if (state.view === "cites") return citesScene(model, state, visible, shown);
  if (state.view === "all") return allScene(model, state, visible, shown);
  return questionScene(model, state, visible, shown);
}

/**
 * The question that a state is about; none while its answer is not there.
 *
 * @param {Model} model
 * @param {State} state
 * @returns {Question | undefined}
 */
export function questionOf(model, state) {
  if (!state.question) return model.questions[0];
  return model.questions.find((question) => questionName(model, question) === state.question && (question.through ?? "") === state.through);
}

/** @param {Model} model @param {Question} question */
export function questionName(model, question) {
  return `${model.entities[question.start].id}~${model.entities[question.end].id}`;
}

/**
 * The path that is stepped through: a found one by its number, or a curated chain.
 *
 * @param {Model} model
 * @param {State} state
 * @returns {Path | undefined}
 */
export function pathOf(model, state) {
  if (state.hypothesis) return model.hypotheses.find(({ id }) => id === state.hypothesis);
  const question = questionOf(model, state);
  return question && state.path ? [...question.paths, ...question.outcomes][state.path - 1] : undefined;
}

/**
 * Boxes for the ends of arrows, and their links; of too many only the claims are left.
 *
 * @param {Model} model
 * @param {State} state
 * @param {(claim: number) => boolean} shown
 * @param {Arrow[]} arrows
 * @param {{chosen?: Path, color?: (arrow: number) => string, ends?: {start: number, end: number}, note?: string, most?: number}} [how]
 * @returns {Scene}
 */
function pictureOf(model, state, shown, arrows, { chosen, color, ends = { start: -1, end: -1 }, note = "", most = MOST_BOXES } = {}) {
  const along = new Set(chosen?.steps.map((step) => step.arrow));
  const touched = new Set(chosen?.steps.flatMap((step) => [step.from, step.to]));
  const links = arrows.flatMap((arrow) => linksOf(model, arrow, state, shown, { chosen: along.has(arrow.n), dim: Boolean(chosen) && !along.has(arrow.n), color: color?.(arrow.n) }));
  const entities = unique([...[ends.start, ends.end].filter((n) => n >= 0), ...arrows.flatMap(({ from, to }) => [from, to])]);
  if (entities.length > most) return { ...EMPTY_SCENE, claims: claimsOf(model, links), note: `${entities.length} things are too many for a picture. The table holds their claims; search for one of them, or filter.` };
  const strong = chosen?.steps[state.step - 1]?.arrow;
  for (const link of links) link.strong = link.arrow === strong;
  const boxes = entities.map((n) => ({ ...box(model, n, ends), dim: Boolean(chosen) && !touched.has(n) }));
  return layered(model, boxes, links, { note, start: `e${ends.start}`, end: `e${ends.end}` });
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function questionScene(model, state, visible, shown) {
  const question = questionOf(model, state);
  const chosen = pathOf(model, state);
  if (chosen) return chainScene(model, state, visible, shown, chosen);
  if (!question) return empty("No question is asked; choose a view.");
  const left = pathsUnder(model, question, state.hide ? shown : null);
  const paths = [...left.paths, ...left.outcomes];
  const arrows = unique(paths.flatMap((path) => path.steps.map((step) => step.arrow))).map((n) => model.arrows[n]);
  return pictureOf(model, state, shown, arrows, { color: colorsOf(paths), ends: question, note: question.because ? `No path. ${question.because}` : "" });
}

/** One path: a list, and for paper and files a zigzag. @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @param {Path} path @returns {Scene} */
function chainScene(model, state, visible, shown, path) {
  const [first, last] = [path.steps[0].from, path.steps[path.steps.length - 1].to];
  const boxes = zigzag([first, ...path.steps.map(({ to }) => to)].map((n) => box(model, n, { start: first, end: last })));
  const color = colorsOf([path]);
  const links = path.steps.flatMap(({ arrow }, n) =>
    linksOf(model, model.arrows[arrow], { ...state, apart: 0 }, shown, { chosen: true, dim: !visible(model.arrows[arrow]), color: color(arrow) })
      .map((link) => ({ ...link, id: `${n}${link.id}`, strong: n + 1 === state.step })));
  return { ...EMPTY_SCENE, boxes, links, claims: claimsOf(model, links), chain: links, weakest: (path.weakest || 0) - 1 };
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function mechanismScene(model, state, visible, shown) {
  const mechanism = model.mechanisms.find(({ name }) => name === state.mechanism);
  if (!mechanism) return empty(`No mechanism is called ${state.mechanism}.`);
  const color = colorsOf(model.hypotheses.filter((chain) => chain.mechanism === state.mechanism));
  return pictureOf(model, state, shown, mechanism.arrows.map((n) => model.arrows[n]).filter(visible), { color, chosen: pathOf(model, { ...state, path: 0 }) });
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function nearScene(model, state, visible, shown) {
  const seed = model.entities.find(({ id }) => id === state.near);
  if (!seed) return empty(`Nothing is called ${state.near}.`);
  const { sides, left } = around(model, seed.n, state.depth, state.limit, visible);
  const all = model.arrows.filter((arrow) => sides.has(arrow.from) && sides.has(arrow.to) && arrow.from !== arrow.to && visible(arrow));
  // Only what leads from a column to the next is drawn, with one arrow around the thing only what touches it.
  const drawn = all.filter(({ from, to }) => Math.abs((sides.get(from) ?? 0) - (sides.get(to) ?? 0)) === 1);
  const links = drawn.flatMap((arrow) => linksOf(model, arrow, state, shown, {}));
  const boxes = [...sides.keys()].map((n) => box(model, n));
  const high = [1, -1].map((side) => boxes.filter(({ n }) => sides.get(n) === side).reduce((sum, item) => sum + sizeOf(item).height + GAP, 0));
  // As high as the columns beside it, so that its arrows are level.
  Object.assign(boxes[0], { role: "seed", tall: Math.max(...high) - GAP });
  const rest = all.length - drawn.length;
  const scene = layered(model, boxes, links, {
    layers: new Map([...sides].map(([n, side]) => [`e${n}`, side])),
    note: rest ? `${counted(rest, "arrow")} between neighbours ${rest === 1 ? "is" : "are"} not drawn; go to one of them to see it.` : "",
  });
  return { ...scene, left };
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function citesScene(model, state, visible, shown) {
  const reference = model.references.find(({ id }) => id === state.cites);
  if (!reference) return empty(`No paper is called ${state.cites}.`);
  const same = new Set([reference.n, ...reference.candidates]);
  const arrows = model.arrows.filter(
    (arrow) => visible(arrow) && arrow.claims.some((n) => model.claims[n].lines.some((l) => same.has(l.reference))),
  );
  return pictureOf(model, state, shown, arrows, { note: arrows.length ? "" : "No claim that is shown cites this paper." });
}

/** How many claims there are from each kind of thing to each; a cell that is open holds its claims. @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function allScene(model, state, visible, shown) {
  /** @type {Map<string, {from: string, to: string, arrows: Arrow[]}>} */
  const between = new Map();
  for (const arrow of model.arrows) {
    if (!arrow.claims.length || !visible(arrow)) continue;
    const [from, to] = [model.entities[arrow.from].kind, model.entities[arrow.to].kind];
    const known = between.get(`${from}~${to}`);
    if (known) known.arrows.push(arrow);
    else between.set(`${from}~${to}`, { from, to, arrows: [arrow] });
  }
  const cells = [...between.values()].map(({ from, to, arrows }) => ({ from, to, count: arrows.reduce((sum, { claims }) => sum + claims.filter(shown).length, 0) }));
  const open = between.get(state.open);
  const claims = unique([...between.values()].flatMap(({ arrows }) => arrows.flatMap((arrow) => arrow.claims)));
  if (!open) return { ...EMPTY_SCENE, claims, cells };
  return { ...pictureOf(model, state, shown, open.arrows, { most: MOST_BETWEEN_KINDS }), cells };
}

/** @param {string} note @returns {Scene} */
function empty(note) {
  return { ...EMPTY_SCENE, note };
}

/** @template T @param {T[]} items @returns {T[]} */
function unique(items) {
  return [...new Set(items)];
}
