/**
 * Routes folded into chains, and chains into mechanisms.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("./grades.js").Grade} Grade */
/** @typedef {import("./grades.js").Key} Key */
/** @typedef {import("./grades.js").Route} Route */
/** @typedef {string | number} Mechanism its name; for what is filed under none, the first entity that a route passes through */
/**
 * @typedef {object} Chain a route that leads its variants
 * @property {Route} route
 * @property {Key} key
 * @property {(Grade | null)[]} grades
 * @property {Route[]} variants
 * @property {Mechanism} mechanism
 * @property {string} effect
 * @property {number} weakest the number of the step with the worst grade, from 1; 0 for none
 */
/** @typedef {{mechanism: Mechanism, chains: Chain[], best: Chain[], shown: Chain, papers: number, human: number, variants: number}} Entry `best` has a chain for each effect */
/** @typedef {{key: Key, route: Route, mechanisms: Mechanism[], story: number[]}} Ranked */

import { compareKeys, entitiesOf } from "./grades.js";

export class Folding {
  /** @param {Ground} ground @param {number} start @param {number} end @param {import("./grades.js").Grading} grading */
  constructor(ground, start, end, grading) {
    this.ground = ground;
    this.grading = grading;
    this.outcome = ground.outcomeOf(end);
    this.starts = ground.specialForms(start);
    this.forms = new Set([...this.starts, ...ground.generalForms(start)]);
  }

  /** Whether a route passes through something, and does not only name the ends in other forms, as outcomes do. @param {Route} route */
  passesThrough({ steps }) {
    return entitiesOf(steps).some((n) => !this.forms.has(n) && !this.outcome.has(n));
  }

  /** @param {Route[]} routes @returns {Generator<null, Chain[]>} the chains they fold into, best first; null where the work may rest */
  *chains(routes) {
    /** @type {Ranked[]} */
    const ranked = [];
    for (const route of routes) {
      ranked.push({ key: this.grading.key(route), route, mechanisms: this.#mechanisms(route), story: this.#story(route) });
      if (ranked.length % 100 === 0) yield null;
    }
    ranked.sort((a, b) => compareKeys(a.key, b.key));
    /** @type {Map<string, Ranked[]>} */
    const groups = new Map();
    for (const one of ranked) {
      const name = JSON.stringify([one.mechanisms[0], one.route.effect]);
      const group = groups.get(name);
      if (group) group.push(one);
      else groups.set(name, [one]);
    }
    /** @type {Chain[]} */
    const found = [];
    for (const members of groups.values()) {
      for (const [best, ...others] of folded(members)) {
        const grades = best.route.steps.map((step) => this.grading.grade(step));
        found.push({ route: best.route, key: best.key, grades, variants: others.map(({ route }) => route), mechanism: best.mechanisms[0], effect: best.route.effect, weakest: weakestOf(grades) });
      }
      yield null;
    }
    return found.sort((a, b) => compareKeys(a.key, b.key));
  }

  /** @param {Chain[]} chains @returns {Entry[]} one for each mechanism: helps, harms, then directions unknown, best chains first */
  entries(chains) {
    const { effects } = this.ground.data;
    /** @type {Map<Mechanism, Chain[]>} */
    const groups = new Map();
    for (const chain of chains) {
      const group = groups.get(chain.mechanism);
      if (group) group.push(chain);
      else groups.set(chain.mechanism, [chain]);
    }
    const entries = [...groups].map(([mechanism, members]) => this.#entry(mechanism, members));
    return entries.sort((a, b) => effects.indexOf(a.shown.effect) - effects.indexOf(b.shown.effect));
  }

  /** @param {Mechanism} mechanism @param {Chain[]} chains @returns {Entry} */
  #entry(mechanism, chains) {
    /** @type {Map<number, boolean>} */
    const papers = new Map();
    for (const step of new Set(chains.flatMap(({ route, variants }) => [route, ...variants].flatMap(({ steps }) => steps)))) {
      for (const [paper, human] of this.grading.papers(step)) papers.set(paper, (papers.get(paper) ?? false) || human);
    }
    return {
      mechanism, chains, best: this.ground.data.effects.flatMap((effect) => chains.find((chain) => chain.effect === effect) ?? []),
      shown: chains.find(({ effect }) => effect !== "unknown") ?? chains[0], papers: papers.size, human: [...papers.values()].filter(Boolean).length,
      variants: chains.reduce((sum, { variants }) => sum + variants.length, 0),
    };
  }

  /** The mechanisms that a route's graded steps are filed under, the one it belongs to first. @param {Route} route @returns {Mechanism[]} */
  #mechanisms({ steps }) {
    const { claims } = this.ground.model;
    /** @type {Map<string, [number, number]>} */
    const count = new Map();
    steps.forEach((step, place) => {
      const grade = this.grading.grade(step);
      if (!grade) return;
      const own = claims[grade.claim].mechanisms;
      for (const name of own.length ? own : new Set(step.claims.flatMap((n) => claims[n].mechanisms))) {
        const [times, first] = count.get(name) ?? [0, place];
        count.set(name, [times + 1, first]);
      }
    });
    if (!count.size) return [steps[0].to];
    return [...count].sort(([a, [m, i]], [b, [n, k]]) => n - m || i - k || (a < b ? -1 : 1)).map(([name]) => name);
  }

  /** What a route passes through, without the forms of the start and the signs of the outcome. @param {Route} route */
  #story({ steps }) {
    return entitiesOf(steps).slice(1).filter((n) => !this.starts.has(n) && !this.outcome.has(n));
  }
}

/** Routes of one mechanism and effect, those together that tell the same story; the best of each comes first. @param {Ranked[]} ranked @returns {Ranked[][]} */
function folded(ranked) {
  /** @type {{story: number[], members: Ranked[]}[]} */
  const groups = [];
  for (const one of [...ranked].sort((a, b) => a.story.length - b.story.length)) {
    const group = groups.find(({ story }) => isWithin(story, one.story));
    if (group) group.members.push(one);
    else groups.push({ story: one.story, members: [one] });
  }
  return groups.map(({ members }) => members.sort((a, b) => compareKeys(a.key, b.key)));
}

/** Whether one list of stops is the other with some left out. @param {number[]} shorter @param {number[]} longer */
function isWithin(shorter, longer) {
  if (!shorter.length) return !longer.length;
  let at = 0;
  for (const stop of longer) if (stop === shorter[at]) at += 1;
  return at >= shorter.length;
}

/** @param {(Grade | null)[]} grades @returns {number} the number of the step with the worst grade, the least confident and first of equals */
export function weakestOf(grades) {
  let worst = 0;
  grades.forEach((grade, n) => {
    const known = grades[worst - 1];
    if (grade && (!known || grade.rank > known.rank || (grade.rank === known.rank && grade.confidence < known.confidence))) worst = n + 1;
  });
  return worst;
}
