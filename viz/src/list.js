/**
 * What stands where a picture could not be read: a chain, or what acts on what, from top to bottom; and everything as a
 * matrix of kinds.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./scene.js").Box} Box */
/** @typedef {import("./scene.js").Link} Link */

import { fill, h } from "./dom.js";
import { sample } from "./key.js";
import { KIND_SHAPES } from "./palette.js";
import { arrowWords } from "./words.js";

/** Kinds of things from what is given to what comes of it. */
const ORDER = ["diet", "drug", "metabolite", "microbe", "other", "protein", "gene", "complex", "cell", "anatomy", "process", "phenotype", "outcome", "adverse-effect", "disease", "population", "species"];

/** @param {HTMLElement} place @param {App} app */
export function showList(place, app) {
  const { chain, boxes, links, cells, weakest } = app.scene;
  if (chain.length) fill(place, list([thing(app, boxes[0]), ...chain.flatMap((link, n) => [arrow(app, link, boxes[n], n === weakest), thing(app, boxes[n + 1])])]));
  else if (app.listed) {
    fill(place, list([...boxes].sort((a, b) => a.x - b.x || a.y - b.y).flatMap((box) => {
      const out = links.filter(({ from }) => from === box.id);
      return out.length ? [thing(app, box), ...out.map((link) => arrow(app, link, box, false, boxes.find(({ id }) => id === link.to)))] : [];
    })));
  } else if (cells.length) fill(place, matrix(app));
  else fill(place);
}

/** The first stop in a list. @param {HTMLElement} place @returns {HTMLElement | null} */
export const firstOf = (place) => place.querySelector("button");

/** @param {HTMLElement[]} rows */
const list = (rows) => h("ol", { class: "down" }, ...rows);

/** @param {App} app @param {Box} box */
function thing(app, { n, label, kind }) {
  return h("li", { class: "thing" },
    h("button", { class: "plain", onClick: () => app.set({ node: app.model.entities[n].id, claim: "", cell: "", item: "" }) }, `${KIND_SHAPES[kind] ?? ""} ${label}`.trim()));
}

/** @param {App} app @param {Link} link @param {Box} from where it is read from @param {boolean} weakest @param {Box} [to] what it leads to, where that does not stand below */
function arrow(app, link, from, weakest, to) {
  const { model } = app;
  const told = [arrowWords(model, model.arrows[link.arrow], link.from !== from.id), to?.label, weakest ? "▲ weakest step" : "", link.dim ? "hidden by the filter" : ""];
  return h("li", {}, h("button", { class: `step ${link.color}`, "aria-current": link.strong ? "step" : null, onClick: () => app.openLink(link, true) },
    sample({ ...link, headed: true }), link.label ? h("span", { class: `kind ${link.study}` }, link.label) : null, h("span", {}, told.filter(Boolean).join(" "))));
}

/** @param {App} app */
function matrix(app) {
  const { cells } = app.scene;
  const kinds = [...new Set(cells.flatMap(({ from, to }) => [from, to]))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const [rows, columns] = [kinds.filter((kind) => cells.some(({ from }) => from === kind)), kinds.filter((kind) => cells.some(({ to }) => to === kind))];
  const name = (/** @type {string} */ kind) => kind.replace("-", " ");
  const counts = new Map(cells.map(({ from, to, count }) => [`${from}~${to}`, count]));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Claims between kinds of things" }, h("table", { class: "matrix" },
    h("caption", {}, "Claims from each kind of thing, in the rows, to each, in the columns"),
    h("thead", {}, h("tr", {}, h("td", {}), ...columns.map((kind) => h("th", { scope: "col" }, name(kind))))),
    h("tbody", {}, ...rows.map((from) => h("tr", {}, h("th", { scope: "row" }, name(from)), ...columns.map((to) => {
      const count = counts.get(`${from}~${to}`);
      return h("td", {}, count ? h("button", { class: "plain", "aria-label": `${count} from ${name(from)} to ${name(to)}`, onClick: () => app.open({ view: "all", open: `${from}~${to}` }) }, count) : "");
    }))))));
}
