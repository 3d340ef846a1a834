/**
 * From ways to the steps that paths may take, and to the arcs of one question.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("./ground.js").Way} Way */
/** @typedef {import("./ground.js").Sign} Sign */
/**
 * @typedef {object} Step all claims of one kind and sign that lead from one entity to the next
 * @property {number} key
 * @property {number} from
 * @property {number} to
 * @property {string} relation
 * @property {Sign} sign
 * @property {string} kind
 * @property {number[]} claims the strongest first; empty only between opposites
 * @property {number} confidence
 * @property {string} note
 * @property {boolean} reversed
 * @property {boolean} inside
 * @property {boolean} filed
 */
/**
 * @typedef {object} Arc a step for one question
 * @property {number} from
 * @property {number} to
 * @property {number} cost
 * @property {Sign} sign
 * @property {number} marks bits that a path must collect
 * @property {number} leaves what no `enters` of the next arc may be; -1 for none
 * @property {number} enters
 * @property {Step} step
 */
/** @typedef {Map<number, Arc[]>} Network the arcs that leave each entity */

import { times } from "./ground.js";

const LEAST = 1e-9;
const [MECHANISM, VIA] = [1, 4];

/** Logarithms are told to nine digits, because mathematical libraries differ in the last of sixteen. @param {number} value */
const toNine = (value) => Math.round(value * 1e9) / 1e9;

// Filters whose steps are kept: a question asks for one, its reasons for some more.
const KEPT = 24;
/** @type {WeakMap<Ground, Map<string, Step[]>>} */
const known = new WeakMap();

/**
 * The steps of claims that are asserted or suggested, or of one of the certainties that are let in besides, in the order
 * of the claims; those stated for `contexts` or for none speak first.
 *
 * @param {Ground} ground
 * @param {string[]} include
 * @param {Set<number>} contexts
 * @returns {Step[]}
 */
function stepsUnder(ground, include, contexts) {
  const kept = known.get(ground) ?? new Map();
  known.set(ground, kept);
  const name = JSON.stringify([include, [...contexts]]);
  const steps = kept.get(name) ?? buildSteps(ground, include, contexts);
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, steps);
  return steps;
}

/** @param {Ground} ground @param {string[]} include @param {Set<number>} contexts @returns {Step[]} */
function buildSteps(ground, include, contexts) {
  /** @type {Map<string, Way[]>} */
  const groups = new Map();
  for (const way of ground.ways) {
    if (way.kind !== "structural" && ground.tentative.has(way.certainty) && !include.includes(way.certainty)) continue;
    const key = [way.from, way.to, way.sign, way.kind, way.note, way.reversed].join();
    const group = groups.get(key);
    if (group) group.push(way);
    else groups.set(key, [way]);
  }
  const elsewhere = (/** @type {Way} */ way) => contexts.size > 0 && way.disease >= 0 && way.kind !== "structural" && !contexts.has(way.disease);
  return [...groups.values()].map((group, key) => {
    group.sort((a, b) => Number(elsewhere(a)) - Number(elsewhere(b)) || b.confidence - a.confidence || ground.claimRank(a.claim) - ground.claimRank(b.claim));
    const [best] = group;
    return {
      key, from: best.from, to: best.to, relation: best.relation, sign: best.sign, kind: best.kind, note: best.note, reversed: best.reversed,
      claims: group.flatMap(({ claim }) => (claim < 0 ? [] : [claim])), inside: best.inside, filed: group.some(({ filed }) => filed),
      confidence: elsewhere(best) ? best.confidence * ground.data.weights.elsewhere : best.confidence,
    };
  });
}

/** @param {Step} step @param {number} start @param {number} end @returns {boolean} whether it makes a path more than outcome evidence */
const isMechanistic = (step, start, end) => (step.to !== end && step.inside) || (step.from !== start && step.filed);

/** The steps of one graph under one filter, ready to be searched for any pair of entities. */
export class Steps {
  /** @param {Ground} ground @param {string[]} include @param {Set<number>} contexts @param {number[]} via @param {boolean} [hubs] whether passing through generic hubs costs */
  constructor(ground, include, contexts, via, hubs = false) {
    this.ground = ground;
    this.via = via;
    this.all = stepsUnder(ground, include, contexts);
    this.costs = this.all.map(({ confidence }) => toNine(-Math.log(Math.max(confidence, LEAST))));
    this.hub = hubs ? (/** @type {number} */ entity) => ground.factor(entity) : () => 1;
  }

  /** @param {number} start @param {number} end @param {boolean} [throughOutcome] @returns {(step: Step) => boolean} whether a path between them may take a step */
  usable(start, end, throughOutcome = false) {
    const { ground, via } = this;
    const others = new Set([...ground.diseases].filter((n) => n !== start && n !== end));
    /** @type {Set<number>} */
    const outcome = throughOutcome ? new Set() : ground.outcomeOf(end);
    for (const one of [start, ...via]) outcome.delete(one);
    return (step) => {
      // Opposites answer for the ends of a question; inside a path they would only say everything twice.
      if (step.note === "opposite" && step.from !== start && step.to !== end) return false;
      // Nothing passes through the outcome and leaves it again, and nothing done later lowers an inborn disorder.
      if (outcome.has(step.from) && (step.kind !== "structural" || !outcome.has(step.to))) return false;
      if (!throughOutcome && step.to !== end && !via.includes(step.to) && ground.germline.has(step.to)) return false;
      return !others.has(step.from) && !others.has(step.to);
    };
  }

  /**
   * The arcs that paths between two entities may take, and the marks that a path must collect.
   *
   * @param {number} start
   * @param {number} end
   * @param {{mechanistic: boolean | null, plain?: boolean}} how whether through a mechanism, through none, or null for both; plain arcs cost 1
   * @returns {{arcs: Network, marks: number}}
   */
  network(start, end, { mechanistic, plain = false }) {
    /** @type {Network} */
    const arcs = new Map();
    const usable = this.usable(start, end);
    for (const step of this.all) {
      const more = isMechanistic(step, start, end);
      if (!usable(step) || (mechanistic === false && more)) continue;
      const arc = {
        from: step.from, to: step.to, cost: plain ? 1 : this.costs[step.key] - toNine(Math.log(this.hubFactor(step, end))), sign: step.sign,
        marks: this.via.reduce((marks, one, n) => (one === step.from || one === step.to ? marks | (VIA << n) : marks), more ? MECHANISM : 0),
        leaves: step.relation === "has_subtype" && step.reversed ? step.to : -1, enters: step.note === "extrapolation" ? step.from : -1, step,
      };
      const leaving = arcs.get(step.from);
      if (leaving) leaving.push(arc);
      else arcs.set(step.from, [arc]);
    }
    return { arcs, marks: mechanistic ? this.via.reduce((marks, _, n) => marks | (VIA << n), MECHANISM) : 0 };
  }

  /** @param {Step} step @param {number} end what a path loses by passing on through the object of a step; arriving costs nothing */
  hubFactor(step, end) {
    return step.to === end ? 1 : this.hub(step.to);
  }

  /** @returns {boolean[]} the blocks of paths: through a mechanism, and, unless something between the ends is asked for, through none */
  blocks() {
    return this.via.length ? [true] : [true, false];
  }
}

/** @param {Step[]} steps @returns {Sign} */
export const product = (steps) => steps.reduce((sign, step) => times(sign, step.sign), /** @type {Sign} */ (0));

/** What a path does to its end. @param {Sign} sign @param {string} valence of the end */
export function effectOf(sign, valence) {
  if (sign === 2) return "unknown";
  if (valence === "unwanted") return sign ? "helps" : "harms";
  if (valence === "wanted") return sign ? "harms" : "helps";
  return sign ? "lowers" : "raises";
}
