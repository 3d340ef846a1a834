/**
 * The view of a question: its sheet, its rows, and a mechanism of it opened in full width.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./data.js").Row} Row */
/** @typedef {import("./data.js").Chain} Chain */
/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./lanes.js").Lane} Lane */
/** @typedef {import("./app.js").App} App */

import { byId, fill, h } from "./dom.js";
import { drawLanes } from "./lanes.js";
import { effectColor } from "./palette.js";
import { questionOf } from "./scene.js";
import { NEIGHBOURS } from "./state.js";
import { capital, counted, phrase } from "./words.js";

const FIRST_CHAINS = 12;

/** @param {App} app @returns {boolean} whether a filter leaves less than everything */
const isNarrowed = (app) => Boolean(app.ready && app.hidden.size);

/**
 * The steps of a chain, or of the first of its variants, that the filter leaves.
 *
 * @param {App} app
 * @param {Chain} chain
 * @param {Step[][]} variants
 * @returns {Step[] | undefined}
 */
function passing(app, chain, variants) {
  const question = /** @type {Question} */ (questionOf(app.model, app.state));
  return [chain.steps, ...variants].find((steps) =>
    steps.every((step) => !question.grades.has(step.n) || (step.claims.some((n) => app.shown(n)) && isStudyShown(app, question, step))));
}

/** Whether the filter leaves the kind of study that a step is graded by; what is implied is no more than a statement. @param {App} app @param {Question} question @param {Step} step */
function isStudyShown(app, question, step) {
  const study = app.gradeOf(question, step)?.study ?? "";
  return !app.hidden.get("evidence")?.has(study === "implied" ? "statement" : study);
}

/** @param {Chain} chain @param {Step[]} steps @returns {Chain} a variant in place of the chain that leads it */
function variantOf(chain, steps) {
  return steps === chain.steps ? chain : { ...chain, steps, weakest: 0 };
}

/**
 * The rows as they are drawn: the best chain of each mechanism that the filter leaves, searched anew among all routes.
 *
 * @param {App} app
 * @param {Question} question
 * @returns {{lanes: Lane[], without: Row[]}}
 */
export function lanesOf(app, question) {
  /** @type {Lane[]} */
  const lanes = [];
  /** @type {Row[]} */
  const without = [];
  question.lanes.forEach((row, n) => {
    const all = question.chains.filter(([at]) => at === n);
    const found = isNarrowed(app)
      ? all.flatMap(([, chain, variants]) => {
        const steps = passing(app, chain, variants);
        return steps ? [variantOf(chain, steps)] : [];
      })
      : row.best;
    if (!found.length) {
      without.push(row);
      return;
    }
    const chain = isNarrowed(app) ? found.find(({ effect }) => effect !== "unknown") ?? found[0] : row.best[row.shown];
    const effects = [chain.effect, ...new Set(found.map(({ effect }) => effect).filter((effect) => effect !== chain.effect))];
    lanes.push({ label: row.label, effects, chain, papers: [row.papers, row.human], disputed: Boolean(row.disputed), mechanism: row.mechanism });
  });
  return { lanes, without };
}

/** @param {App} app */
export function showQuestion(app) {
  const question = questionOf(app.model, app.state);
  const opened = question?.lanes.find(({ mechanism }) => mechanism === app.state.mechanism);
  byId("sheet").hidden = Boolean(opened);
  byId("opened").hidden = !opened;
  if (!question) return;
  if (opened) showOpened(app, question, opened);
  else showRows(app, question);
  const direct = document.getElementById("direct-lanes");
  if (direct && question.direct) showDirect(direct, app, question, question.direct);
}

/** Paths without a mechanism between the ends, of those that the filter leaves. @param {HTMLElement} place @param {App} app @param {Question} question @param {Chain[]} direct */
function showDirect(place, app, question, direct) {
  const shown = direct.filter((chain) => !isNarrowed(app) || passing(app, chain, []));
  const lanes = shown.map((chain, n) => ({ label: `Route ${n + 1}`, effects: [chain.effect], chain, papers: null, disputed: false, mechanism: "" }));
  fill(place, lanes.length ? drawLanes(app, question, lanes) : h("p", { class: "note" }, "No route under this filter."));
}

/** @param {App} app @param {Question} question */
function showRows(app, question) {
  const place = document.getElementById("lanes");
  if (!place) return;
  const { lanes, without } = lanesOf(app, question);
  const why = "under this filter";
  fill(place, lanes.length ? drawLanes(app, question, lanes) : h("p", { class: "note" }, `No route ${why}.`),
    without.length ? h("p", { class: "sm" }, `No route ${why}: ${without.map(({ label }) => label).join(", ")}. `,
      h("button", { class: "plain", onClick: () => app.set({ hide: "" }) }, "Show all")) : null);
}

/** @param {App} app @param {Question} question @param {Row} row */
function showOpened(app, question, row) {
  const { model } = app;
  const n = question.lanes.indexOf(row);
  const chains = question.chains.filter(([at]) => at === n).flatMap(([, chain, variants]) => {
    const steps = passing(app, chain, variants);
    return steps ? [{ ...variantOf(chain, steps), variants: variants.length }] : [];
  });
  const shown = app.state.limit > NEIGHBOURS ? chains : chains.slice(0, FIRST_CHAINS);
  const lanes = shown.map((chain, at) => ({
    label: `Chain ${at + 1}`, effects: [chain.effect], chain, papers: null, disputed: false, mechanism: "",
  }));
  const found = model.mechanisms.find(({ name }) => name === row.mechanism);
  const effects = [row.best[row.shown].effect, ...row.best.map(({ effect }) => effect)];
  const hypotheses = question.hypotheses.map((at) => model.hypotheses[at]).filter(({ mechanism }) => mechanism === row.mechanism);
  const best = row.best[row.shown];
  const weakest = best.steps[best.weakest - 1];
  fill(byId("opened"),
    h("nav", { class: "strip", "aria-label": "Mechanisms" },
      h("button", { class: "plain", onClick: () => app.openMechanism("") }, `← All ${question.lanes.length}`),
      ...question.lanes.map((one) => h("button", { class: "plain", "aria-current": one === row ? "true" : null, onClick: () => app.openMechanism(one.mechanism) },
        h("span", { class: `tb ${effectColor(one.best.map(({ effect }) => effect))}`, "aria-hidden": "true" }), one.label))),
    h("h1", { id: "opened-title" }, row.label),
    h("p", { class: `ef ${effectColor(effects)}` }, h("span", { class: `tb ${effectColor(effects)}`, "aria-hidden": "true" }), " ",
      h("b", {}, [...new Set(effects)].map((effect) => phrase(model, "effect", effect)).join(", ")),
      h("span", { class: "ink" }, ` · ${counted(chains.length, "chain")}, ${counted(row.variants, "variant")} · ${counted(row.papers, "paper")} · `, h("b", {}, row.human ? `${row.human} in people` : "none in people"))),
    found?.definition ? h("p", { class: "lead" }, found.definition) : null,
    h("div", { id: "opened-lanes" }, lanes.length ? drawLanes(app, question, lanes) : h("p", { class: "note" }, "No chain under this filter.")),
    chains.length > shown.length ? h("p", {}, h("button", { onClick: () => app.set({ limit: NEIGHBOURS + 1 }, true) }, `Show all ${chains.length} chains`)) : null,
    h("div", { class: "lane-keys" }),
    h("div", { class: "three" },
      h("section", {}, h("h2", {}, "Weakest step"), weakest
        ? h("p", {}, `${capital(model.entities[weakest.from].label)} → ${model.entities[weakest.to].label}: ${app.gradeOf(question, weakest)?.words ?? ""}.`, best.marks.length ? ` The chain is ${best.marks.join(", ")}.` : "")
        : h("p", {}, "No step carries evidence.")),
      h("section", {}, h("h2", {}, "What would settle it"), ...settling(app, question, row)),
      h("section", {}, h("h2", {}, `Curated hypotheses (${hypotheses.length})`),
        h("ul", { class: "plain" }, ...hypotheses.map((one) => h("li", {}, h("button", { class: "plain", onClick: () => app.openHypothesis(one.id) }, one.label))))),
    ),
    h("p", { class: "actions" }, h("button", { onClick: () => app.open({ view: "mechanism", mechanism: row.mechanism }) }, "All its claims as a graph"),
      h("button", { onClick: () => app.open({ view: "compare" }) }, "Beside the other diseases")));
}

/** @param {App} app @param {Question} question @param {Row} row @returns {HTMLElement[]} */
function settling({ model }, question, row) {
  const found = (model.open ?? []).filter(([, mechanisms, disease]) => mechanisms.includes(row.mechanism) && (disease < 0 || disease === question.end));
  if (!found.length) return [h("p", { class: "note" }, "No open question is recorded here.")];
  return found.slice(0, 3).map(([words, , , settled]) => h("p", {}, h("b", {}, words), ` ${settled}`));
}
