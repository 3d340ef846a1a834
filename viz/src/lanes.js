/**
 * The rows of an answer: list and picture in one.  Each mechanism is a line of the list, and its best chain is drawn on
 * that line from one start bar to one end bar, so that nothing crosses.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./data.js").Row} Row */
/** @typedef {import("./data.js").Chain} Chain */
/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./app.js").App} App */
/**
 * @typedef {object} Lane what is drawn on one line
 * @property {string} label
 * @property {string[]} effects of the mechanism, that of the chain first
 * @property {Chain} chain
 * @property {[number, number] | null} papers in all, in people
 * @property {boolean} disputed
 * @property {string} mechanism opened by the label; empty for none
 */

import { h } from "./dom.js";
import { DISPUTED } from "./elements.js";
import { headOf } from "./curves.js";
import { dashes, effectColor } from "./palette.js";
import { drawHead, s } from "./svg.js";
import { arrowWords, capital, counted, phrase, signWords } from "./words.js";

const MOST_STOPS = 3;
/** Heads of arrows that lead down, where a chain is a list. @type {Record<string, string>} */
const DOWN = { "+": "▼", "-": "┻", "?": "○", "0": "⊘" };
/** How wide the heads are, in pixels. @type {Record<string, number>} */
const HEAD_WIDTHS = { "+": 12, "-": 6, "": 9 };
const WIDTHS = { human: 3, statement: 2, implied: 2 };
export const INCONCLUSIVE = "~";

/**
 * @param {App} app
 * @param {Question} question
 * @param {Lane[]} lanes
 * @returns {HTMLElement}
 */
export function drawLanes(app, question, lanes) {
  const { model } = app;
  const parts = lanes.map((lane) => split(app, lane.chain));
  const groups = groupsOf(parts);
  const stops = Math.min(MOST_STOPS, Math.max(1, ...parts.map(({ steps }) => steps.length - 1)));
  const grid = h("div", { class: `lanes stops-${stops}`, role: "group", "aria-label": "Chains, one a row. Up and down arrow keys go from row to row, right and left along a chain, Enter opens the evidence." });
  const rows = lanes.map((lane, n) => drawRow(app, question, lane, parts[n], groups[n], stops, n));
  grid.append(heading(lanes), ...bars(model, question, parts, groups, lanes.length), ...rows);
  return grid;
}

/** @param {Lane[]} lanes */
function heading(lanes) {
  const counts = lanes.some(({ papers }) => papers);
  return h("div", { class: "lane-head", "aria-hidden": "true" }, h("span", {}), counts ? h("span", { class: "pp" }, h("span", {}, "papers"), h("span", {}, "in people")) : null);
}

/** @typedef {{steps: Step[], tail: Step[]}} Parts a chain, and the steps at its end that only say what belongs to what */

/** @param {App} app @param {Chain} chain @returns {Parts} */
function split({ model }, chain) {
  const steps = [...chain.steps];
  const tail = [];
  while (steps.length > 1 && model.arrows[steps[steps.length - 1].arrow].kind === "structural") tail.unshift(/** @type {Step} */ (steps.pop()));
  return { steps, tail };
}

/**
 * For each row the bar that it ends in: the number of its first row, where several rows in succession reach the end through
 * the same thing, else -1.  What a bar takes over is given back to a row that stands alone.
 *
 * @param {Parts[]} parts
 * @returns {number[]}
 */
function groupsOf(parts) {
  const key = (/** @type {Parts} */ { tail }) => (tail.length ? tail[tail.length - 1].from : -1);
  /** @type {number[]} */
  const groups = parts.map(() => -1);
  for (let first = 0; first < parts.length;) {
    let end = first + 1;
    while (end < parts.length && key(parts[end]) === key(parts[first])) end += 1;
    if (key(parts[first]) >= 0 && end - first > 1) groups.fill(first, first, end);
    first = end;
  }
  for (const [n, part] of parts.entries()) if (groups[n] < 0) [part.steps, part.tail] = [[...part.steps, ...part.tail], []];
  return groups;
}

/** @param {Model} model @param {Question} question @param {Parts[]} parts @param {number[]} groups @param {number} count */
function bars(model, question, parts, groups, count) {
  /** @param {string} name @param {number} first @param {number} rows @param {string} label */
  const bar = (name, first, rows, label) => {
    const made = h("div", { class: `tall ${name}`, "aria-hidden": "true" }, h("span", {}, label));
    made.style.gridRow = `${first + 2} / span ${rows}`;
    return made;
  };
  const found = [bar("start", 0, count, model.entities[question.start].label), bar("end", 0, count, model.entities[question.end].label)];
  for (const first of new Set(groups)) {
    if (first < 0) continue;
    const rows = groups.filter((group) => group === first).length;
    const names = new Set(parts.slice(first, first + rows).flatMap(({ tail }) => tail.map(({ from }) => model.entities[from].label)));
    found.push(bar("landing", first, rows, [...names].join(", ")), bar("joint", first, rows, ""));
  }
  return found;
}

/** @param {App} app @param {Question} question @param {Lane} lane @param {Parts} part @param {number} group @param {number} stops @param {number} n */
function drawRow(app, question, lane, part, group, stops, n) {
  const { model } = app;
  const { steps, tail } = part;
  const long = steps.length - 1 > stops;
  const color = effectColor([lane.chain.effect]);
  const name = [h("span", { class: `tb ${effectColor(lane.effects)}`, "aria-hidden": "true" }), h("span", { class: "nn" }, lane.label), h("span", { class: `ef ${effectColor(lane.effects)}` }, effectWords(app, lane.effects))];
  const chain = h("div", { class: `ch${long ? " long" : ""}${group >= 0 ? " grouped" : ""}` });
  const stop = (/** @type {number} */ entity, /** @type {string} */ kind) => h("span", { class: `nd ${kind}` }, model.entities[entity].label);
  chain.append(stop(question.start, "first"));
  let column = 1;
  steps.forEach((step, place) => {
    const last = place === steps.length - 1;
    const arrow = drawArrow(app, question, lane.chain, step);
    arrow.style.gridColumn = last ? `${column} / ${group >= 0 ? 2 * stops + 2 : 2 * stops + 4}` : `${column}`;
    chain.append(arrow);
    if (!last) {
      const box = stop(step.to, "");
      box.style.gridColumn = `${column + 1}`;
      chain.append(box);
    }
    column += 2;
  });
  chain.append(...tail.flatMap((step) => [stop(step.from, "last"), drawArrow(app, question, lane.chain, step, "last")]), stop(question.end, "last"));
  const row = h("div", { class: `lane ${color}`, role: "group", "aria-label": lane.label, "data-mechanism": lane.mechanism },
    lane.mechanism ? h("button", { class: "nm", tabindex: -1, "data-lane": n, onClick: () => app.openMechanism(lane.mechanism) }, ...name) : h("div", { class: "nm" }, ...name),
    chain, ...(lane.papers ? [papers(lane.papers, lane.disputed)] : []));
  row.style.gridRow = `${n + 2}`;
  return row;
}

/** @param {App} app @param {string[]} effects */
function effectWords({ model }, [shown, ...rest]) {
  return [phrase(model, "effect", shown), ...rest.map((effect) => (effect === "unknown" ? "some unknown" : `also ${phrase(model, "effect", effect)}`))].join(", ");
}

/** @param {[number, number]} counts @param {boolean} disputed */
function papers([all, human], disputed) {
  return h("span", { class: "pp" },
    h("span", { class: "pn", title: counted(all, "independent paper") }, all, h("span", { class: "hidden" }, all === 1 ? " paper, " : " papers, ")),
    h("span", { class: human ? "ph" : "ph none", title: "in people" }, human, h("span", { class: "hidden" }, " in people")),
    h("b", { class: "dp" }, disputed ? DISPUTED : "", disputed ? h("span", { class: "hidden" }, " disputed") : null));
}

/**
 * @param {App} app
 * @param {Question} question
 * @param {Chain} chain
 * @param {Step} step
 * @param {string} [kind]
 */
function drawArrow(app, question, chain, step, kind = "") {
  const { model } = app;
  const arrow = model.arrows[step.arrow];
  const grade = app.gradeOf(question, step);
  // What carries no evidence is drawn thin and grey, and never like a study.
  const plain = !grade;
  const weakest = chain.steps[chain.weakest - 1] === step;
  const sign = arrow.kind === "structural" ? "" : step.sign;
  const width = plain ? 1.3 : WIDTHS[/** @type {"human"} */ (grade?.study)] ?? 2.2;
  const [name, marks] = arrowName(app, step, grade, weakest);
  const line = () => rule({ study: grade?.study ?? "", width }, effectColor([chain.effect]) === "both");
  return h("button", {
    class: `arr ${grade?.study ?? "bare"} ${kind}`, tabindex: -1, title: name, "data-arrow": step.arrow, "data-head": DOWN[sign] ?? "↓",
    onClick: () => app.openStep(step),
  },
  h("span", { class: "hidden" }, name),
  ...(grade
    ? [line(), h("span", { class: "cw", "aria-hidden": "true" }, h("span", { class: `kind ${grade.study}` }, grade.chip), marks ? h("b", { class: "ne" }, marks) : null, weakest ? h("span", { class: "wk" }, "▲") : null)]
    : []),
  line(), headIcon(sign, width), h("span", { class: "say", "aria-hidden": "true" }, [arrowWords(model, arrow, step.reversed), weakest ? "weakest step" : ""].filter(Boolean).join(" · ")));
}

/** @param {App} app @param {Step} step @param {import("./data.js").Grade | null} grade @param {boolean} weakest @returns {[string, string]} */
function arrowName({ model }, step, grade, weakest) {
  const arrow = model.arrows[step.arrow];
  const [from, to] = [model.entities[step.from], model.entities[step.to]];
  const verb = arrowWords(model, arrow, step.reversed);
  const sign = arrow.kind === "causal" ? signWords(model, arrow.kind, step.sign, Boolean(from.plural)) : "";
  const told = [`${capital(from.label)} ${verb} ${to.label}`, sign && sign !== verb ? sign : "", grade?.words ?? "",
    weakest ? "weakest step" : "", grade?.disputed ? phrase(model, "flag", "disputed") : "", grade?.inconclusive ? "a paper is inconclusive" : ""];
  return [told.filter(Boolean).join(" · "), `${grade?.disputed ? DISPUTED : ""}${grade?.inconclusive ? INCONCLUSIVE : ""}`];
}

/** @param {{study: string, width: number}} how @param {boolean} twice */
function rule(how, twice) {
  const pattern = dashes(how).join(" ");
  const at = (/** @type {number} */ y) => s("line", { x1: 0, x2: "100%", y1: y, y2: y, "stroke-width": twice ? 1.6 : how.width, ...(pattern ? { "stroke-dasharray": pattern } : {}) });
  return s("svg", { class: "ln", height: 14, "aria-hidden": "true" }, ...(twice ? [at(4.5), at(9.5)] : [at(7)]));
}

/** @param {string} sign @param {number} width */
function headIcon(sign, width) {
  const head = headOf(sign, Math.min(width, 2));
  const wide = HEAD_WIDTHS[sign] ?? 11;
  return s("svg", { class: sign ? "head" : "head open", width: wide, height: 16, viewBox: `${-wide} -8 ${wide} 16`, "aria-hidden": "true" }, drawHead(head, "currentColor", "translate(-1 0)"));
}
