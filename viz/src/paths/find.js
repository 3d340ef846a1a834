/**
 * The answer to a question between any two things of the page, by mechanism and with a verdict, as Python gives it.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("./ground.js").Sign} Sign */
/** @typedef {import("./grades.js").Route} Route */
/** @typedef {import("./chains.js").Chain} Chain */
/** @typedef {import("./chains.js").Entry} Entry */
/**
 * @typedef {object} Answer
 * @property {number} start
 * @property {number} end
 * @property {number[]} via
 * @property {Chain[]} chains best first
 * @property {Entry[]} entries
 * @property {Route[]} paths the best of each effect
 * @property {Route[]} outcomes paths without a mechanism between the ends
 * @property {Record<string, number>} routes how many there are of each effect
 * @property {boolean} counted whether those are all
 * @property {boolean} complete false when a limit ended the search
 * @property {boolean} more
 * @property {import("./verdict.js").Verdict} verdict
 * @property {import("./people.js").Seen[]} people
 * @property {string} because why there is no path; empty where there is one
 * @property {import("./grades.js").Grading} grading
 */

import { Budget, PathSpace } from "./cheapest.js";
import { Folding } from "./chains.js";
import { compareKeys, Grading } from "./grades.js";
import { SIGNS } from "./ground.js";
import { seenInPeople } from "./people.js";
import { explain } from "./reasons.js";
import { effectOf, Steps } from "./steps.js";
import { judge } from "./verdict.js";

/**
 * @param {Ground} ground
 * @param {number} start
 * @param {number} end
 * @param {{via?: number[], seconds?: number}} [how] what every path must pass through, and how long to search
 * @returns {Generator<null, Answer>} null where the work may rest
 */
export function* findPaths(ground, start, end, { via = [], seconds = ground.data.limits.seconds } = {}) {
  const { limits } = ground.data;
  const hubs = ground.model.claims.length > limits.large;
  const steps = new Steps(ground, [], ground.contextsOf(end), via, hubs);
  const grading = new Grading(ground, end, (step) => steps.hubFactor(step, end));
  yield null;
  /** @type {Budget[]} */
  const budgets = [];
  /** @type {{found: Route[], more: boolean}[]} */
  const blocks = [];
  for (const mechanistic of steps.blocks()) {
    const { arcs, marks } = steps.network(start, end, { mechanistic });
    // Each sign has a budget of its own, so that a costly one leaves the others theirs.
    const own = SIGNS.map(() => new Budget(seconds / 6));
    budgets.push(...own);
    const space = new PathSpace(arcs, start, end, limits.hops, marks, own[0]);
    yield null;
    blocks.push(yield* best(ground, space, end, own));
  }
  const cut = budgets.some(({ hit }) => hit);
  const [searched, direct = { found: [], more: false }] = blocks;
  const folding = new Folding(ground, start, end, grading);
  const [routes, outcomes] = via.length ? [searched, direct] : [
    { ...searched, found: searched.found.filter((route) => folding.passesThrough(route)) },
    { ...direct, found: [...direct.found, ...searched.found.filter((route) => !folding.passesThrough(route))] },
  ];
  const chains = yield* folding.chains(routes.found);
  const [paths, morePaths] = firstOfEach(chains.map(({ route }) => route), limits.top);
  const keyed = outcomes.found.map((route) => ({ route, key: grading.key(route) })).sort((a, b) => compareKeys(a.key, b.key));
  const [shown, moreOutcomes] = firstOfEach(keyed.map(({ route }) => route), limits.top);
  const because = paths.length || shown.length ? "" : yield* explain(ground, start, end, { via, cut });
  const whole = steps.network(start, end, { mechanistic: via.length ? true : null });
  const verdict = yield* judge(whole.arcs, start, end, { marks: whole.marks, most: limits.arcs, found: new Set([...paths, ...shown].map(({ sign }) => sign)) });
  return {
    start, end, via, chains, entries: folding.entries(chains), paths, outcomes: shown, routes: counts(routes.found), counted: !routes.more, complete: !cut,
    more: morePaths || moreOutcomes, verdict, people: seenInPeople(ground, start, end), because, grading,
  };
}

/** @param {Ground} ground @param {PathSpace} space @param {number} end @param {Budget[]} budgets @returns {Generator<null, {found: Route[], more: boolean}>} */
function* best(ground, space, end, budgets) {
  const most = ground.data.limits.ranked;
  const { valence } = ground.model.entities[end];
  /** @type {Route[]} */
  const found = [];
  let more = false;
  for (const sign of SIGNS) {
    let count = 0;
    for (const arcs of space.cheapest(sign, budgets[sign])) {
      if (!arcs) {
        yield null;
        continue;
      }
      count += 1;
      if (count > most) {
        more = true;
        break;
      }
      found.push({ steps: arcs.map(({ step }) => step), sign, effect: effectOf(sign, valence) });
    }
  }
  return { found, more };
}

/** @param {Route[]} routes @param {number} top @returns {[Route[], boolean]} the first of each effect, and whether there are more */
function firstOfEach(routes, top) {
  /** @type {Record<string, number>} */
  const taken = {};
  const chosen = routes.filter(({ effect }) => (taken[effect] = (taken[effect] ?? 0) + 1) <= top);
  return [chosen, Object.values(taken).some((count) => count > top)];
}

/** @param {Route[]} routes @returns {Record<string, number>} */
function counts(routes) {
  /** @type {Record<string, number>} */
  const found = {};
  for (const { effect } of routes) found[effect] = (found[effect] ?? 0) + 1;
  return found;
}
