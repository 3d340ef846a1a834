/**
 * Why there is no path: the limit, the filter, or nothing that leads there; in the sentences of the Python package.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("./cheapest.js").PathSpace} Space */
/** @typedef {[string, number, boolean]} Counted a choice, how many paths it gives, and whether there may be more */
/** @typedef {{include?: string[], via: number[]}} Narrowing certainties that are let in besides, and what a path must pass through */

import { Budget, PathSpace } from "./cheapest.js";
import { SIGNS } from "./ground.js";
import { Steps } from "./steps.js";

const SECONDS = 1;
/** @type {Set<number>} */
const NOWHERE = new Set();
const OUTSIDE = new Set(["diet", "population", "species", "outcome", "adverse-effect"]);
const SIGN_KINDS = new Set(["phenotype", "outcome", "adverse-effect"]);
const LAST = new Set(["outcome", "adverse-effect", "disease"]);
const INTERVENTIONS = new Set(["diet", "drug"]);
const MOST_ASKED = 50;
const KINDS = ["a causal claim (increases, decreases, affects …)", "an association", "a structural one (manifestation of, aspect of)"];

/**
 * @param {Ground} ground
 * @param {number} start
 * @param {number} end
 * @param {{via: number[], cut: boolean}} how what was asked to be passed through, and whether the search was cut
 * @returns {Generator<null, string>} null where the work may rest
 */
export function* explain(ground, start, end, { via, cut }) {
  const label = labels(ground);
  if (start === end) return `${label(start)} is both ends; name two different things.`;
  if (cut) return "The search reached its limit of time or size before it found a path: ask the command line or the service for fewer hops.";
  const { hops, longest, counted } = ground.data.limits;
  const [beyond, without] = [new Budget(SECONDS), new Budget(SECONDS)];
  const shortest = yield* shortestPath(ground, { via }, start, end, longest, beyond);
  /** @type {Counted[]} */
  const givenUp = [];
  /** @type {Counted[]} */
  const letIn = [];
  /** @type {{narrowing: Narrowing, name: string, found: Counted[]}[]} */
  const choices = [
    ...(via.length ? [{ narrowing: { via: [] }, name: "“through”", found: givenUp }] : []),
    ...ground.data.tentative.map((name) => ({ narrowing: { via, include: [name] }, name: `${name.replaceAll("-", " ")} claims`, found: letIn })),
  ];
  for (const { narrowing, name, found } of choices) {
    yield null;
    const budget = new Budget(SECONDS);
    const count = yield* countPaths(ground, narrowing, start, end, hops, counted, budget);
    if (count || budget.hit) found.push([name, count, budget.hit || count === counted]);
  }
  const given = [...blame(givenUp), ...offer(letIn)];
  if (shortest) return [`The shortest path has ${shortest} steps and the limit is ${hops}: try a limit of ${shortest} steps.`, ...given].join(" ");
  if (given.length) return given.join(" ");
  const free = yield* shortestPath(ground, { via: [], include: ground.data.tentative }, start, end, longest, without);
  if (free) return `No single option is to blame: with every claim let in, the shortest path has ${free} steps${free > hops ? ` and the limit is ${hops}` : ""}.`;
  if (beyond.hit || without.hit) return "There is no path under these limits and filters; finding out why took too long.";
  return nearestMiss(ground, start, end);
}

/** @param {Ground} ground */
const labels = (ground) => (/** @type {number} */ n) => ground.model.entities[n].label;

/** @param {Ground} ground @param {Narrowing} narrowing @param {number} start @param {number} end @param {number} hops @param {Budget} budget @returns {Generator<() => Generator<any>>} the paths of each block and sign, the shortest first */
function* plainPaths(ground, { via, include = [] }, start, end, hops, budget) {
  const steps = new Steps(ground, include, NOWHERE, via);
  for (const mechanistic of steps.blocks()) {
    const { arcs, marks } = steps.network(start, end, { mechanistic, plain: true });
    const space = new PathSpace(arcs, start, end, hops, marks, budget);
    for (const sign of SIGNS) yield () => space.cheapest(sign, budget);
  }
}

/** @param {Ground} ground @param {Narrowing} narrowing @param {number} start @param {number} end @param {number} hops @param {Budget} budget @returns {Generator<null, number>} its number of steps; 0 for none */
function* shortestPath(ground, narrowing, start, end, hops, budget) {
  let least = 0;
  yield null;
  for (const paths of plainPaths(ground, narrowing, start, end, hops, budget)) {
    for (const path of paths()) {
      if (path) {
        least = least ? Math.min(least, path.length) : path.length;
        break;
      }
      yield null;
    }
  }
  return least;
}

/** @param {Ground} ground @param {Narrowing} narrowing @param {number} start @param {number} end @param {number} hops @param {number} most @param {Budget} budget @returns {Generator<null, number>} */
function* countPaths(ground, narrowing, start, end, hops, most, budget) {
  let count = 0;
  for (const paths of plainPaths(ground, narrowing, start, end, hops, budget)) {
    for (const path of paths()) {
      if (path) count += 1;
      else yield null;
      if (count === most) return count;
    }
  }
  return count;
}

/** @param {Counted[]} found @returns {string[]} */
function blame(found) {
  return found.map(([name, paths, atLeast]) => {
    const counts = told("without it", paths, atLeast);
    return paths ? `${name} keeps every path out: ${counts}.` : `${name} may be to blame: ${counts}.`;
  });
}

/** @param {Counted[]} found @returns {string[]} */
function offer(found) {
  if (!found.length) return [];
  const lead = found.some(([, paths]) => paths) ? "lead" : "may lead";
  return [`Claims that their source calls contested or unsettled ${lead} there: ${found.map(([name, paths, atLeast]) => told(`with ${name}`, paths, atLeast)).join(", ")}.`];
}

/** @param {string} how @param {number} paths @param {boolean} atLeast */
function told(how, paths, atLeast) {
  if (!paths) return `${how} counting takes too long`;
  return `${how} there ${paths === 1 ? "is" : "are"} ${atLeast ? "at least " : ""}${paths} ${paths === 1 ? "path" : "paths"}`;
}

/** The entity within reach that is closest to the goal when arrows may be walked both ways, and what is missing. @param {Ground} ground @param {number} start @param {number} end */
function nearestMiss(ground, start, end) {
  const label = labels(ground);
  const search = new Steps(ground, ground.data.tentative, NOWHERE, []);
  const steps = search.all.filter(search.usable(start, end, true));
  const pairs = steps.map(({ from, to }) => [from, to]);
  const [forward, leading] = [distances(pairs, start), distances(pairs.map(([from, to]) => [to, from]), end)];
  const [away, { longest }] = [forward.get(end) ?? 0, ground.data.limits];
  if (away > longest) return `Steps lead from ${label(start)} to ${label(end)}, but at least ${away} of them, and paths are searched up to ${longest}.`;
  if (forward.has(end)) return `Steps lead from ${label(start)} to ${label(end)}, but only twice through one entity, or up to a general thing and down to another special form of it; neither is a path.`;
  // That two things are changed by one diet, seen in one population or measured by one outcome brings them no closer.
  const inside = pairs.filter((pair) => pair.every((n) => n === start || n === end || !OUTSIDE.has(ground.kind(n))));
  const bothWays = [...inside, ...inside.map(([from, to]) => [to, from])];
  const around = distances(bothWays, end);
  const opening = [`No claim leads on from ${label(start)} to ${label(end)}.`, ...(forward.size === 1 ? [`Nothing at all starts at ${label(start)}.`] : [])];
  const known = new Set(ground.model.claims.map(({ subject, object }) => `${subject} ${object}`));
  /** @param {number} from @param {number} to whether a claim may be proposed: not the reverse of one that there is */
  const mayJoin = (from, to) => !LAST.has(ground.kind(from)) && !INTERVENTIONS.has(ground.kind(to)) && !known.has(`${to} ${from}`);
  /** @param {Map<number, number>[]} orders @returns {number[]} the entities in all of them, in the order that tells first */
  const nearest = (...orders) => [...orders[1].keys()].filter((n) => orders[0].has(n)).sort((a, b) => {
    for (const order of orders) if (order.get(a) !== order.get(b)) return Number(order.get(a)) - Number(order.get(b));
    return label(a) === label(b) ? 0 : label(a) < label(b) ? -1 : 1;
  });
  const near = nearest(around, forward);
  if (!near.length) {
    opening.push("Nothing within its reach is joined to the goal in any direction.");
    if (mayJoin(start, end)) return [...opening, missing(label, start, end, false, 0)].join(" ");
  }
  for (const node of near.filter((n) => !LAST.has(ground.kind(n))).slice(0, MOST_ASKED)) {
    const target = nearest(distances(bothWays, node), leading).find((n) => mayJoin(node, n));
    if (target === undefined) continue;
    const belongs = SIGN_KINDS.has(ground.kind(node)) && ground.kind(target) === "disease";
    return [...opening, `Nearest miss: ${label(node)}.`, missing(label, node, target, belongs, /** @type {number} */ (leading.get(target)))].join(" ");
  }
  const [back] = steps.filter(({ from, to }) => from === end && to === start).map(({ relation }) => relation).sort();
  return [...opening, "No claim is proposed to join them: it would turn a known arrow round, come out of an outcome or lead into an intervention.",
    ...(back ? [`So far the arrow runs the other way: ${label(end)} ${back.replaceAll("_", " ")} ${label(start)}.`] : [])].join(" ");
}

/** @param {(n: number) => string} label @param {number} from @param {number} to @param {boolean} belongs @param {number} onward */
function missing(label, from, to, belongs, onward) {
  const named = belongs ? KINDS : KINDS.slice(0, 2);
  const leads = onward ? `, which leads on to the goal in ${onward} step${onward === 1 ? "" : "s"}` : "";
  return `What would join them is ${named.slice(0, -1).join(", ")} or ${named[named.length - 1]} with the subject ${quoted(label(from))} and the object ${quoted(label(to))}${leads}.`;
}

/** @param {string} text as Python shows it */
const quoted = (text) => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`);

/** Steps from an entity to every entity it reaches. @param {number[][]} pairs @param {number} start */
function distances(pairs, start) {
  /** @type {Map<number, number[]>} */
  const leaving = new Map();
  for (const [from, to] of pairs) {
    const known = leaving.get(from);
    if (known) known.push(to);
    else leaving.set(from, [to]);
  }
  const reached = new Map([[start, 0]]);
  for (const [node, hops] of reached) for (const next of leaving.get(node) ?? []) if (!reached.has(next)) reached.set(next, hops + 1);
  return reached;
}
