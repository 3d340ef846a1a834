/**
 * An answer that was found in the page, as a question like those that came with the file.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./data.js").Row} Row */
/** @typedef {import("./data.js").Chain} Chain */
/** @typedef {import("./data.js").Grade} Grade */
/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./paths/find.js").Answer} Answer */
/** @typedef {import("./paths/chains.js").Chain} Found */
/** @typedef {import("./paths/chains.js").Entry} Entry */
/** @typedef {import("./paths/grades.js").Route} Route */

import { weakestOf } from "./paths/chains.js";
import { compareKeys } from "./paths/grades.js";
import { capital, phrase } from "./words.js";

/** @type {Record<string, string>} */
const STUDIES = { H: "human", A: "animal", C: "cells", S: "statement", I: "implied" };
// Steps of the file have numbers below it.
const FIRST_NUMBER = 1_000_000;

/** @param {Model} model @param {string | number} mechanism its short name, or the label of the thing that stands for one */
export function mechanismLabel(model, mechanism) {
  if (typeof mechanism === "number") return model.entities[mechanism].label;
  return model.search.named[mechanism] ?? mechanism.replaceAll("-", " ");
}

/**
 * The mechanisms with those together that reach the end through the same thing, each group by its best chain.
 *
 * @param {Answer} answer
 * @returns {Entry[]}
 */
export function orderOfRows({ entries }) {
  /** @type {Map<number, Entry[]>} */
  const groups = new Map();
  for (const entry of [...entries].sort((a, b) => compareKeys(a.shown.key, b.shown.key))) {
    const landing = landingOf(entry.shown);
    groups.set(landing, [...(groups.get(landing) ?? []), entry]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length).flat();
}

/** @param {Found} chain the last thing before its end */
const landingOf = ({ route: { steps } }) => steps[steps.length - 1].from;

/**
 * @param {Model} model
 * @param {Answer} answer
 * @returns {Question}
 */
export function questionFrom(model, answer) {
  return new Making(model, answer).question();
}

class Making {
  /** @param {Model} model @param {Answer} answer */
  constructor(model, answer) {
    this.model = model;
    this.answer = answer;
    /** @type {Map<import("./paths/steps.js").Step, Step>} */
    this.steps = new Map();
    /** @type {Map<number, Grade>} */
    this.grades = new Map();
  }

  /** @returns {Question} */
  question() {
    const { answer, model } = this;
    const entries = orderOfRows(answer);
    const paths = model.search.effects.flatMap((effect) => answer.paths.filter((path) => path.effect === effect)).map((path) => this.#path(path));
    const outcomes = answer.outcomes.map((path) => this.#path(path));
    return {
      start: answer.start, end: answer.end, through: answer.via.map((n) => model.entities[n].id).join(), answer, found: answer.routes,
      lanes: entries.map((entry) => this.#row(entry)),
      chains: entries.flatMap((entry, place) => entry.chains.map((chain) =>
        /** @type {[number, Chain, Step[][]]} */ ([place, this.#chain(chain), chain.variants.map((route) => this.#steps(route))]))),
      direct: answer.outcomes.map((route) => this.#direct(route)), grades: this.grades, paths, outcomes, because: answer.because, shared: [], more: answer.more, complete: answer.complete,
      hypotheses: answer.via.length ? [] : model.hypotheses.flatMap(({ start, end }, n) => (start === answer.start && end === answer.end ? [n] : [])),
    };
  }

  /** @param {Entry} entry @returns {Row} */
  #row({ mechanism, best, shown, papers, human, chains, variants }) {
    return {
      mechanism: typeof mechanism === "number" ? this.model.entities[mechanism].id : mechanism, label: capital(mechanismLabel(this.model, mechanism)), papers, human,
      disputed: Number(chains.some((chain) => this.#isDisputed(chain))), chains: chains.length, variants, shown: best.findIndex(({ effect }) => effect === shown.effect),
      landing: landingOf(shown), best: best.map((chain) => this.#chain(chain)),
    };
  }

  /** @param {Found} found @returns {Chain} */
  #chain(found) {
    return { effect: found.effect, steps: this.#steps(found.route), weakest: found.weakest, marks: this.#marks(found) };
  }

  /** A path without a mechanism, drawn like a chain. @param {Route} route @returns {Chain} */
  #direct(route) {
    return { effect: route.effect, steps: this.#steps(route), weakest: weakestOf(route.steps.map((step) => this.answer.grading.grade(step))), marks: [] };
  }

  /** @param {Route} route @returns {Step[]} */
  #steps({ steps }) {
    return steps.map((step) => this.steps.get(step) ?? this.#step(step));
  }

  /** @param {import("./paths/steps.js").Step} step @returns {Step} */
  #step(step) {
    const { claims, arrows, words } = this.model;
    const own = step.claims.map((n) => claims[n]);
    const arrow = own.length ? own[0].arrow : arrows.findIndex(({ kind, from, to }) => kind === "opposite" && [from, to].includes(step.from) && [from, to].includes(step.to));
    const n = FIRST_NUMBER + this.steps.size;
    const made = { n, arrow, reversed: step.reversed, confidence: rounded(step.confidence), note: step.note, flags: flagsOf(step.kind, own), claims: step.claims, from: step.from, to: step.to, sign: "+-?"[step.sign] };
    this.steps.set(step, made);
    const grade = this.answer.grading.grade(step);
    if (grade) {
      this.grades.set(n, {
        study: STUDIES[grade.letter], chip: `${grade.letter}${grade.papers.length || ""}`, words: phrase({ words }, "grade", this.model.search.grades[grade.rank - 1]),
        disputed: Number(own.some(({ disputed }) => disputed)), inconclusive: Number(own.some(({ papers }) => papers[2])),
      });
    }
    return made;
  }

  /** @param {Found} chain */
  #isDisputed({ route }) {
    return route.steps.some(({ claims }) => claims.some((n) => this.model.claims[n].disputed));
  }

  /** What to know of a chain besides its grades. @param {Found} chain @returns {string[]} */
  #marks(chain) {
    const { claims, search } = this.model;
    const graded = chain.grades.filter((grade) => grade !== null);
    const tissues = chain.grades.map((grade) => (grade ? claims[grade.claim].tissue : ""));
    const directness = graded.map(({ claim, line }) => claims[claim].lines[line]?.directness ?? "");
    const tests = {
      disputed: this.#isDisputed(chain),
      "places-differ": tissues.some((one, n) => one && tissues[n + 1] && one !== tissues[n + 1]),
      elsewhere: graded.some(({ rank, claim }) => search.grades[rank - 1].endsWith("elsewhere") && search.contexts[claim] >= 0),
      "inferred-only": directness.includes("inferred"),
      "relayed-only": graded.some(({ letter }, n) => "HAC".includes(letter) && directness[n] === "relayed"),
      implied: graded.some(({ letter }) => letter === "I"),
    };
    return Object.entries(tests).filter(([, holds]) => holds).map(([flag]) => phrase(this.model, "flag", flag));
  }

  /** @param {Route} route @returns {Path} */
  #path(route) {
    const steps = this.#steps(route);
    const least = Math.min(...route.steps.map(({ confidence }) => confidence));
    const first = steps.flatMap(({ claims }, n) => (claims.length && route.steps[n].kind !== "structural" ? [this.model.claims[claims[0]].disease] : []));
    return {
      effect: route.effect, sign: "+-?"[route.sign], confidence: rounded(route.steps.reduce((product, step) => product * step.confidence * this.answer.grading.hubFactor(step), 1)),
      weakest: route.steps.findIndex(({ confidence }) => confidence === least) + 1, gap: steps.some(({ flags }) => flags.includes("laboratory-only")),
      contexts: [...new Set(first.filter(Boolean))], steps,
    };
  }
}

/** @param {number} confidence */
const rounded = (confidence) => Math.round(confidence * 1e6) / 1e6;

/** What is said of a step, as the package says it. @param {string} kind @param {import("./data.js").Claim[]} claims */
function flagsOf(kind, claims) {
  const told = claims.filter(({ origin }) => origin !== "primary");
  const supports = claims.map(({ lines }) => lines.filter(({ direction, reference, attachment }) => direction === "supports" && reference >= 0 && attachment !== "near"));
  const backed = supports.filter((lines) => lines.length);
  const studied = kind !== "structural";
  const bases = claims.map(({ basis }) => basis);
  const tests = {
    uncited: studied && told.length > 0 && told.every(({ uncited }) => uncited),
    unsupported: claims.length > 0 && !backed.length,
    disputed: claims.some(({ disputed }) => disputed),
    implied: claims.length > 0 && claims.every(({ implied }) => implied),
    "laboratory-only": studied && bases.some((basis) => basis === "animal" || basis === "cells") && !bases.includes("human"),
    "relayed-only": studied && backed.length > 0 && backed.every((lines) => lines.every(({ directness }) => directness === "relayed")),
  };
  return Object.entries(tests).filter(([, holds]) => holds).map(([flag]) => flag);
}
