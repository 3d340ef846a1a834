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
 * @property {string} id `e` and the number of an entity, or `m` and that of a mechanism
 * @property {number} n
 * @property {string} label
 * @property {string} kind
 * @property {number} x
 * @property {number} y
 * @property {"" | "start" | "end" | "seed"} role
 * @property {boolean} dim
 */
/**
 * @typedef {object} Link
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {number} arrow the arrow it shows, or -1
 * @property {string} cell the cell of the matrix it shows, or empty
 * @property {string} sign
 * @property {string} color a name of the palette
 * @property {number} width
 * @property {"" | "implied" | "disputed"} line
 * @property {string} label
 * @property {boolean} dim
 * @property {boolean} strong
 * @property {number} bend places parallel arrows side by side
 */
/** @typedef {{boxes: Box[], links: Link[], claims: number[], note: string, left: number}} Scene */

import { chain, columns, around } from "./layout.js";
import { counted, EVIDENCE_LETTERS, relationWords, SIGN_MARKS } from "./words.js";

const LARGE = 1200;

/**
 * @param {Model} model
 * @param {State} state
 * @param {(claim: number) => boolean} shown
 * @returns {Scene}
 */
export function buildScene(model, state, shown) {
  if (state.view === "mechanisms") return overview(model);
  const visible = (/** @type {Arrow} */ arrow) => !arrow.claims.length || arrow.claims.some(shown);
  if (state.view === "mechanism") return mechanismScene(model, state, visible);
  if (state.view === "near") return nearScene(model, state, visible);
  if (state.view === "cites") return citesScene(model, state, visible);
  if (state.view === "all") return allScene(model, state, visible);
  return questionScene(model, state, visible);
}

/**
 * The question that a state is about.
 *
 * @param {Model} model
 * @param {State} state
 * @returns {Question | undefined}
 */
export function questionOf(model, state) {
  return model.questions.find((question) => questionName(model, question) === state.question) ?? model.questions[0];
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

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @returns {Scene} */
function questionScene(model, state, visible) {
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
  const links = arrows
    .filter((n) => visible(model.arrows[n]))
    .map((n) => link(model, model.arrows[n], state, { chosen: along.has(n), dim: Boolean(chosen) && !along.has(n) }));
  const number = state.step - 1;
  if (chosen && chosen.steps[number]) {
    for (const item of links) item.strong = item.arrow === chosen.steps[number].arrow;
  }
  return finish(model, boxes, links, question.because ? `No path. ${question.because}` : "");
}

/** @param {Model} model @returns {Scene} */
function overview(model) {
  const cells = model.matrix;
  const diseases = unique(cells.map((cell) => cell.disease));
  const starts = unique(model.hypotheses.map((hypothesis) => hypothesis.start));
  const row = 74;
  const middle = ((model.mechanisms.length - 1) * row) / 2;
  /** @type {Box[]} */
  const boxes = model.mechanisms.map(({ name }, n) => ({
    id: `m${n}`, n, label: name.replaceAll("-", " "), kind: "mechanism", x: 380, y: n * row - middle, role: "",
    dim: !cells.some((cell) => cell.mechanism === name),
  }));
  starts.forEach((n, place) => {
    boxes.push(box(model, n, { x: 0, y: spread(place, starts.length, 160) }, { start: n, end: -1 }));
  });
  diseases.forEach((n, place) => {
    boxes.push(box(model, n, { x: 800, y: spread(place, diseases.length, 360) }, { start: -1, end: n }));
  });
  /** @type {Link[]} */
  const links = [];
  const names = model.mechanisms.map(({ name }) => name);
  for (const start of starts) {
    names.forEach((name, n) => {
      const own = model.hypotheses.filter((h) => h.mechanism === name && h.start === start);
      if (own.length) {
        links.push({
          ...plainLink(`s${start}.${n}`, `e${start}`, `m${n}`), cell: `${name}~`, width: 2,
          label: counted(own.length, "chain"),
        });
      }
    });
  }
  for (const cell of cells) {
    const n = names.indexOf(cell.mechanism);
    links.push({
      ...plainLink(`c${n}.${cell.disease}`, `m${n}`, `e${cell.disease}`),
      cell: `${cell.mechanism}~${model.entities[cell.disease].id}`,
      color: cell.effect,
      width: Math.min(7, 1.5 + cell.papers / 3),
      line: cell.disputed ? "disputed" : "",
      sign: { helps: "-", harms: "+" }[cell.effect] ?? "?",
      label: `${cell.effect} · ${counted(cell.papers, "paper")}`,
    });
  }
  const claims = unique(cells.flatMap((cell) => cell.hypotheses).flatMap((n) =>
    model.hypotheses[n].steps.flatMap((step) => step.claims)));
  return { boxes, links, claims, note: "", left: 0 };
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @returns {Scene} */
function mechanismScene(model, state, visible) {
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
  const links = mechanism.arrows
    .filter((n) => visible(model.arrows[n]))
    .map((n) => link(model, model.arrows[n], state, { chosen: along.has(n), dim: Boolean(chosen) && !along.has(n) }));
  return finish(model, boxes, links, "");
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @returns {Scene} */
function nearScene(model, state, visible) {
  const seed = model.entities.find(({ id }) => id === state.near);
  if (!seed) return empty(`Nothing is called ${state.near}.`);
  const found = around(model, seed.n, state.depth, state.limit, visible);
  const boxes = [...found.places].map(([n, place]) => ({
    ...box(model, n, place, { start: -1, end: -1 }),
    role: n === seed.n ? /** @type {const} */ ("seed") : /** @type {const} */ (""),
  }));
  const links = model.arrows
    .filter((arrow) => found.places.has(arrow.from) && found.places.has(arrow.to) && visible(arrow))
    .map((arrow) => link(model, arrow, state, {}));
  return { ...finish(model, boxes, links, ""), left: found.left };
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @returns {Scene} */
function citesScene(model, state, visible) {
  const reference = model.references.find(({ id }) => id === state.cites);
  if (!reference) return empty(`No paper is called ${state.cites}.`);
  const same = new Set([reference.n, ...reference.candidates]);
  const arrows = model.arrows.filter(
    (arrow) => visible(arrow) && arrow.claims.some((n) => model.claims[n].lines.some((l) => same.has(l.reference))),
  );
  const places = columns(model, unique(arrows.flatMap((arrow) => [arrow.from, arrow.to])));
  const boxes = [...places].map(([n, place]) => box(model, n, place, { start: -1, end: -1 }));
  const links = arrows.map((arrow) => link(model, arrow, state, {}));
  return finish(model, boxes, links, arrows.length ? "" : "No claim that is shown cites this paper.");
}

/** @param {Model} model @param {State} state @param {(arrow: Arrow) => boolean} visible @returns {Scene} */
function allScene(model, state, visible) {
  const arrows = model.arrows.filter(visible);
  if (model.entities.length > LARGE) return kindsScene(model, arrows);
  const used = new Set(arrows.flatMap((arrow) => [arrow.from, arrow.to]));
  const boxes = model.entities
    .filter(({ n }) => used.has(n))
    .map(({ n, x, y }) => box(model, n, { x, y }, { start: -1, end: -1 }));
  const links = arrows.map((arrow) => ({ ...link(model, arrow, state, {}), label: "" }));
  return finish(model, boxes, links, "");
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
  const boxes = kinds.map((kind, n) => ({
    id: `k${n}`, n, label: `${kind}: ${counts.get(kind)}`, kind, dim: false, role: /** @type {const} */ (""),
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
  return { boxes, links, claims, note, left: 0 };
}

/** @param {string} note @returns {Scene} */
function empty(note) {
  return { boxes: [], links: [], claims: [], note, left: 0 };
}

/**
 * Set parallel arrows side by side and gather the claims that are drawn.
 *
 * @param {Model} model
 * @param {Box[]} boxes
 * @param {Link[]} links
 * @param {string} note
 * @returns {Scene}
 */
function finish(model, boxes, links, note) {
  /** @type {Map<string, Link[]>} */
  const pairs = new Map();
  for (const item of links) {
    const key = [item.from, item.to].sort().join(" ");
    const known = pairs.get(key);
    if (known) known.push(item);
    else pairs.set(key, [item]);
  }
  for (const group of pairs.values()) {
    group.forEach((item, place) => {
      const side = place - (group.length - 1) / 2;
      item.bend = item.from < item.to ? side : -side;
    });
  }
  return { boxes, links, claims: unique(links.flatMap((item) => model.arrows[item.arrow]?.claims ?? [])), note, left: 0 };
}

/**
 * @param {Model} model
 * @param {number} n
 * @param {{x: number, y: number}} place
 * @param {{start: number, end: number}} ends
 * @returns {Box}
 */
function box(model, n, { x, y }, ends) {
  const { label, kind } = model.entities[n];
  return { id: `e${n}`, n, label, kind, x, y, role: n === ends.start ? "start" : n === ends.end ? "end" : "", dim: false };
}

/** @param {string} id @param {string} from @param {string} to @returns {Link} */
function plainLink(id, from, to) {
  return {
    id, from, to, arrow: -1, cell: "", sign: "+", color: "statement", width: 1.5, line: "", label: "", dim: false,
    strong: false, bend: 0,
  };
}

/**
 * @param {Model} model
 * @param {Arrow} arrow
 * @param {State} state
 * @param {{chosen?: boolean, dim?: boolean}} how
 * @returns {Link}
 */
function link(model, arrow, state, { chosen = false, dim = false }) {
  const papers = arrow.papers[0];
  const band = Math.min(3, Math.floor(arrow.confidence * 4));
  const code = state.by === "confidence" ? arrow.confidence.toFixed(2) : `${EVIDENCE_LETTERS[arrow.evidence]}${papers || ""}`;
  const many = arrow.claims.length > 1 ? ` ×${arrow.claims.length}` : "";
  const plain = ["structural", "opposite"].includes(arrow.kind);
  return {
    ...plainLink(`a${arrow.n}`, `e${arrow.from}`, `e${arrow.to}`),
    arrow: arrow.n,
    sign: arrow.sign,
    color: state.by === "confidence" ? `band${band}` : plain ? "structure" : arrow.evidence,
    width: arrow.width,
    line: arrow.disputed ? "disputed" : arrow.implied ? "implied" : "",
    label: dim ? "" : chosen ? `${relationWords(model, arrow)} ${SIGN_MARKS[arrow.sign] ?? ""} ${plain ? "" : code}${many}`.trim()
      : plain ? relationWords(model, arrow) : `${code}${many}`,
    dim,
    strong: false,
  };
}

/** @param {number} place @param {number} count @param {number} gap */
function spread(place, count, gap) {
  return (place - (count - 1) / 2) * gap;
}

/** @template T @param {T[]} items @returns {T[]} */
function unique(items) {
  return [...new Set(items)];
}
