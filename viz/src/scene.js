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
 * @property {"entity" | "mechanism" | "kind"} what
 * @property {number} n the number of the entity or of the mechanism
 * @property {string} label
 * @property {string} kind
 * @property {number} x
 * @property {number} y
 * @property {"" | "start" | "end" | "seed"} role
 * @property {boolean} dim
 * @property {string} [sign] before the label, in place of the sign of its kind
 * @property {number} [tall] how high it is at least
 * @property {boolean} [hub] whether its label is shown even where labels are too small to read
 */
/**
 * @typedef {object} Link
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {number} arrow the arrow it shows, or -1
 * @property {number} claim the one claim of the arrow that it shows, or -1 for all of them
 * @property {string} cell the cell of the matrix it shows, or empty
 * @property {string} sign
 * @property {string} color a name of the palette
 * @property {number} width
 * @property {string} study the kind of study behind it, which its pattern shows: human, animal, cells, statement, implied, or empty
 * @property {string} label
 * @property {string} words what the label becomes when the arrow is singled out
 * @property {boolean} dim
 * @property {boolean} strong
 * @property {import("./elements.js").Bend[]} via points that it passes, between its boxes
 */
/** @typedef {{x: number, y: number, width: number, height: number}} Frame around an open group */
/** @typedef {{x: number, y: number, text: string}} Heading above a column */
/** @typedef {{boxes: Box[], links: Link[], frames: Frame[], headings: Heading[], claims: number[], note: string, left: number}} Scene */

import { box, closeUp, EMPTY_SCENE, finish, leadAround, linksOf, plainLink } from "./elements.js";
import { chain, columns, around } from "./layout.js";
import { overview } from "./overview.js";
import { colorsOf } from "./palette.js";
import { counted } from "./words.js";

const LARGE = 2500;
const HUBS = 14;
const TALLER = 1.7;
/** @type {Record<string, string>} */
const COLUMN_NAMES = {
  diet: "Diets, drugs", drug: "Diets, drugs", metabolite: "Metabolites", microbe: "Metabolites", other: "Metabolites",
  protein: "Proteins, cells", gene: "Proteins, cells", complex: "Proteins, cells", cell: "Proteins, cells", anatomy: "Proteins, cells",
  process: "Processes", phenotype: "Outcomes", outcome: "Outcomes", "adverse-effect": "Outcomes", disease: "Diseases",
  population: "Diseases", species: "Diseases",
};

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
  return state.hide ? { ...scene, boxes: scene.boxes.filter((item) => item.what !== "entity" || item.role || met.has(item.id)) } : scene;
}

/** @param {Model} model @param {State} state @param {(claim: number) => boolean} shown @returns {Scene} */
function sceneOf(model, state, shown) {
  const visible = (/** @type {Arrow} */ arrow) => !arrow.claims.length || arrow.claims.some(shown);
  if (state.view === "mechanisms") return overview(model, state, visible, shown);
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

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function questionScene(model, state, visible, shown) {
  const question = questionOf(model, state);
  if (!question) return empty("No question is asked; choose a view.");
  const chosen = pathOf(model, state);
  const shownPaths = state.hypothesis && chosen ? [chosen] : [...question.paths, ...question.outcomes];
  const places = new Map(question.positions.map(([n, x, y]) => [n, { x, y }]));
  const drawn = state.hypothesis && chosen ? chain(chosen.steps.map((s) => s.from).concat(question.end)) : places;
  const along = new Set(chosen?.steps.map((step) => step.arrow));
  const touched = new Set(chosen?.steps.flatMap((step) => [step.from, step.to]));
  const arrows = unique(shownPaths.flatMap((path) => path.steps.map((step) => step.arrow)));
  const boxes = [...drawn].map(([n, place]) => ({
    ...box(model, n, place, question),
    dim: Boolean(chosen) && !touched.has(n),
  }));
  const single = Boolean(state.hypothesis && chosen);
  const via = single ? () => [] : closeUp(boxes, question.routes, TALLER);
  const colors = colorsOf(shownPaths);
  const links = arrows
    .filter((n) => visible(model.arrows[n]))
    .flatMap((n) => linksOf(model, model.arrows[n], state, shown, { chosen: along.has(n), dim: Boolean(chosen) && !along.has(n), via, color: colors(n) }));
  // A picture that came with the file brings along where its arrows bend.
  if (question.answer && !single) leadAround(boxes, links);
  const number = state.step - 1;
  if (single) for (const item of links) item.label = item.words;
  if (chosen && chosen.steps[number]) {
    for (const item of links) item.strong = item.arrow === chosen.steps[number].arrow;
  }
  return finish(model, boxes, links, question.because ? `No path. ${question.because}` : "");
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function mechanismScene(model, state, visible, shown) {
  const mechanism = model.mechanisms.find(({ name }) => name === state.mechanism);
  if (!mechanism) return empty(`No mechanism is called ${state.mechanism}.`);
  const chosen = pathOf(model, { ...state, path: 0 });
  const along = new Set(chosen?.steps.map((step) => step.arrow));
  const touched = new Set(chosen?.steps.flatMap((step) => [step.from, step.to]));
  const ends = { start: -1, end: -1 };
  const boxes = mechanism.positions.map(([n, x, y]) => ({
    ...box(model, n, { x, y }, ends),
    dim: Boolean(chosen) && !touched.has(n),
  }));
  const via = closeUp(boxes, mechanism.routes, TALLER);
  const colors = colorsOf(model.hypotheses.filter((chain) => chain.mechanism === state.mechanism));
  const links = mechanism.arrows
    .filter((n) => visible(model.arrows[n]))
    .flatMap((n) => linksOf(model, model.arrows[n], state, shown, { chosen: along.has(n), dim: Boolean(chosen) && !along.has(n), via, color: colors(n) }));
  return finish(model, boxes, links, "");
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function nearScene(model, state, visible, shown) {
  const seed = model.entities.find(({ id }) => id === state.near);
  if (!seed) return empty(`Nothing is called ${state.near}.`);
  const found = around(model, seed.n, state.depth, state.limit, visible);
  const boxes = [...found.places].map(([n, place]) => ({
    ...box(model, n, place, { start: -1, end: -1 }),
    role: n === seed.n ? /** @type {const} */ ("seed") : /** @type {const} */ (""),
  }));
  const links = model.arrows
    .filter((arrow) => found.places.has(arrow.from) && found.places.has(arrow.to) && visible(arrow))
    .flatMap((arrow) => linksOf(model, arrow, state, shown, {}));
  leadAround(boxes, links);
  return { ...finish(model, boxes, links, ""), left: found.left };
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function citesScene(model, state, visible, shown) {
  const reference = model.references.find(({ id }) => id === state.cites);
  if (!reference) return empty(`No paper is called ${state.cites}.`);
  const same = new Set([reference.n, ...reference.candidates]);
  const arrows = model.arrows.filter(
    (arrow) => visible(arrow) && arrow.claims.some((n) => model.claims[n].lines.some((l) => same.has(l.reference))),
  );
  const places = columns(model, unique(arrows.flatMap((arrow) => [arrow.from, arrow.to])));
  const boxes = [...places].map(([n, place]) => box(model, n, place, { start: -1, end: -1 }));
  const links = arrows.flatMap((arrow) => linksOf(model, arrow, state, shown, {}));
  leadAround(boxes, links);
  return finish(model, boxes, links, arrows.length ? "" : "No claim that is shown cites this paper.");
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @param {(claim: number) => boolean} shown @returns {Scene} */
function allScene(model, state, visible, shown) {
  const arrows = model.arrows.filter(visible);
  if (model.entities.length > LARGE) return kindsScene(model, arrows);
  /** @type {Map<number, number>} */
  const used = new Map();
  for (const n of arrows.flatMap(({ from, to }) => [from, to])) used.set(n, (used.get(n) ?? 0) + 1);
  const hubs = new Set([...used].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, HUBS).map(([n]) => n));
  const boxes = model.entities
    .filter(({ n }) => used.has(n))
    .map(({ n, x, y }) => ({ ...box(model, n, { x, y }, { start: -1, end: -1 }), hub: hubs.has(n) }));
  const links = arrows.flatMap((arrow) => linksOf(model, arrow, state, shown, {}));
  return { ...finish(model, boxes, links, ""), headings: headings(boxes) };
}

/** @param {Box[]} boxes in columns @returns {Heading[]} */
function headings(boxes) {
  const top = boxes.reduce((least, { y }) => Math.min(least, y), 0) - 60;
  /** @type {Map<string, {left: number, right: number}>} */
  const places = new Map();
  for (const { kind, x } of boxes) {
    const text = COLUMN_NAMES[kind] ?? COLUMN_NAMES.process;
    const { left, right } = places.get(text) ?? { left: x, right: x };
    places.set(text, { left: Math.min(left, x), right: Math.max(right, x) });
  }
  return [...places].map(([text, { left, right }]) => ({ text, x: (left + right) / 2, y: top }));
}

/**
 * A graph too large to draw, drawn as the kinds of its entities; the table and the search reach every claim.
 *
 * @param {Model} model
 * @param {Arrow[]} arrows
 * @returns {Scene}
 */
function kindsScene(model, arrows) {
  const kinds = unique(model.entities.map(({ kind }) => kind)).sort();
  const counts = new Map(kinds.map((kind) => [kind, 0]));
  for (const { kind } of model.entities) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  /** @type {Box[]} */
  const boxes = kinds.map((kind, n) => ({
    id: `k${n}`, what: "kind", n, label: `${kind}: ${counts.get(kind)}`, kind, dim: false, role: "",
    x: Math.round(400 * Math.cos((2 * Math.PI * n) / kinds.length)),
    y: Math.round(300 * Math.sin((2 * Math.PI * n) / kinds.length)),
  }));
  /** @type {Map<string, number>} */
  const between = new Map();
  for (const { from, to } of arrows) {
    const [a, b] = [kinds.indexOf(model.entities[from].kind), kinds.indexOf(model.entities[to].kind)];
    if (a !== b) between.set(`${a}.${b}`, (between.get(`${a}.${b}`) ?? 0) + 1);
  }
  const links = [...between].map(([key, count]) => {
    const [a, b] = key.split(".");
    return { ...plainLink(`k${key}`, `k${a}`, `k${b}`), width: 2, label: counted(count, "arrow") };
  });
  const claims = unique(arrows.flatMap((arrow) => arrow.claims));
  const note = `${model.entities.length} entities are too many to draw one by one; search for one, or use the table.`;
  return { ...EMPTY_SCENE, boxes, links, claims, note };
}

/** @param {string} note @returns {Scene} */
function empty(note) {
  return { ...EMPTY_SCENE, note };
}

/** @template T @param {T[]} items @returns {T[]} */
function unique(items) {
  return [...new Set(items)];
}
