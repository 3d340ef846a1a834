/**
 * The paths of a question that a filter leaves: those of which every step keeps a claim, searched anew among all routes.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./data.js").Step} Step */

/**
 * The best paths of each effect under a filter, then those without a mechanism; without a filter those of the question.
 * What the filter hides makes room for the next best.
 *
 * @param {Model} model
 * @param {Question} question
 * @param {((claim: number) => boolean) | null} shown
 * @returns {{paths: Path[], outcomes: Path[]}}
 */
export function pathsUnder(model, question, shown) {
  if (!shown) return question;
  // What only says what belongs to what has no evidence that a filter could look at.
  const passes = (/** @type {{steps: Step[]}} */ { steps }) => steps.every(({ arrow, claims }) => !claims.length || model.arrows[arrow].kind === "structural" || claims.some(shown));
  const known = new Set(question.paths.map(({ steps }) => keyOf(steps)));
  const routes = (question.chains ?? []).flatMap(([, chain, variants]) => [chain.steps, ...variants].map((steps) => ({ effect: chain.effect, steps })));
  const others = routes.filter((route) => passes(route) && !known.has(keyOf(route.steps))).map((route) => pathOf(model, route));
  /** @type {Map<string, number>} */
  const taken = new Map();
  const paths = [...question.paths.filter(passes), ...others.sort((a, b) => b.confidence - a.confidence)].filter(({ effect }) => {
    const count = (taken.get(effect) ?? 0) + 1;
    taken.set(effect, count);
    return count <= model.search.limits.top;
  });
  const effects = [...new Set([...model.search.effects, ...paths.map(({ effect }) => effect)])];
  return { paths: effects.flatMap((effect) => paths.filter((path) => path.effect === effect)), outcomes: question.outcomes.filter(passes) };
}

/** @param {Step[]} steps */
const keyOf = (steps) => steps.map(({ arrow, from }) => `${arrow} ${from}`).join();

/** A route as a path that is listed. @param {Model} model @param {{effect: string, steps: Step[]}} route @returns {Path} */
function pathOf({ claims }, { effect, steps }) {
  const least = Math.min(...steps.map(({ confidence }) => confidence));
  return {
    effect, steps, sign: "", confidence: steps.reduce((product, step) => product * step.confidence, 1), weakest: steps.findIndex(({ confidence }) => confidence === least) + 1,
    gap: steps.some(({ flags }) => flags.includes("laboratory-only")), contexts: [...new Set(steps.flatMap((step) => (step.claims.length ? [claims[step.claims[0]].disease] : [])).filter(Boolean))],
  };
}
