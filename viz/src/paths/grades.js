/**
 * What kind of study stands behind a step, and how chains are ranked by it: by the grades of their distinct statements,
 * the weakest first.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("./steps.js").Step} Step */
/**
 * @typedef {object} Grade
 * @property {number} rank from 1, the best
 * @property {string} letter H people, A animals, C cells, S statement, I implied
 * @property {number[]} papers that are of that kind and support it
 * @property {number} claim that decides
 * @property {number} line of the claim that decides, by its place; -1 for none
 * @property {string} statement the same for steps that rest on one sentence or one finding
 * @property {number} confidence
 */
/** @typedef {{steps: Step[], sign: import("./ground.js").Sign, effect: string}} Route */
/** @typedef {{ranks: number[], confidences: number[], busiest: number, entities: number[]}} Key what chains are sorted by */

const LETTERS = "HHAACSI";
const [STATED, IMPLIED, NOTHING] = [6, 7, 4];

export class Grading {
  /** @param {Ground} ground @param {number} end @param {(step: Step) => number} [hubFactor] */
  constructor(ground, end, hubFactor = () => 1) {
    this.ground = ground;
    this.here = ground.specialForms(end);
    this.hubFactor = hubFactor;
    /** @type {Map<Step, {grade: Grade | null, papers: Map<number, boolean>}>} */
    this.known = new Map();
  }

  /** @param {Step} step @returns {Grade | null} null for what carries no evidence */
  grade(step) {
    return this.#of(step).grade;
  }

  /** @param {Step} step @returns {Map<number, boolean>} the papers whose own study supports a step, and of each whether it saw people */
  papers(step) {
    return this.#of(step).papers;
  }

  /** @param {Route} route @returns {Key} */
  key({ steps }) {
    /** @type {Map<string, [number, number]>} */
    const statements = new Map();
    for (const step of steps) {
      const grade = this.grade(step);
      if (!grade) continue;
      /** @type {[number, number]} */
      const mine = [grade.rank, -grade.confidence * this.hubFactor(step)];
      const known = statements.get(grade.statement);
      if (!known || comparePairs(mine, known) > 0) statements.set(grade.statement, mine);
    }
    const ranked = [...statements.values()].sort((a, b) => comparePairs(b, a));
    // How many neighbours the busiest thing has in which two statements meet: what everything is joined to joins little.
    const told = steps.map((step) => this.grade(step)?.statement);
    const busiest = steps.reduce((most, { to }, n) => (n + 1 < steps.length && told[n] !== told[n + 1] ? Math.max(most, this.ground.degree(to)) : most), 0);
    return { ranks: ranked.map(([rank]) => rank), confidences: ranked.map(([, minus]) => minus), busiest, entities: entitiesOf(steps).map((n) => this.ground.entityRank(n)) };
  }

  /** @param {Step} step */
  #of(step) {
    let known = this.known.get(step);
    if (!known) {
      const claims = step.kind === "structural" ? [] : step.claims.filter((n) => !this.ground.definitional.has(n));
      const found = claims.flatMap((n) => this.#options(n, step.kind === "association"));
      /** @type {Map<number, boolean>} */
      const papers = new Map();
      for (const one of found) for (const paper of one.papers) papers.set(paper, (papers.get(paper) ?? false) || one.letter === "H");
      known = { grade: this.#best(found), papers };
      this.known.set(step, known);
    }
    return known;
  }

  /** @param {number} n @param {boolean} association @returns {Grade[]} a grade for each paper that supports a claim, or that of a statement */
  #options(n, association) {
    const { model, data } = this.ground;
    const claim = model.claims[n];
    const elsewhere = this.here.has(data.contexts[n]) ? 0 : 1;
    const grounds = data.grounds[n];
    /** @param {number} rank @param {number} place @param {number[]} papers @param {number} line @param {number} [cites] @returns {Grade} */
    const made = (rank, place, papers, line, cites) => ({
      rank: place, letter: LETTERS[rank - 1], papers, claim: n, line, statement: this.#statement(n, line, cites), confidence: claim.exact,
    });
    const counting = grounds.filter(([, seen]) => seen !== NOTHING);
    if (!counting.length) {
      const rank = claim.implied ? IMPLIED : STATED;
      return [made(rank, rank, [], grounds.length ? grounds[0][0] : -1)];
    }
    return counting.map(([line, seen, paper = claim.lines[line].reference, cites]) => {
      const rank = claim.implied ? IMPLIED : [1 + elsewhere, 3 + elsewhere, 5, STATED][seen];
      // Seen together is not seen to act: it ranks like a statement, whoever was looked at.
      return made(rank, association ? Math.max(rank, STATED) : rank, rank < STATED ? [paper] : [], line, cites);
    });
  }

  /** Reference and place: the sentence of a source, or the row of a primary finding. @param {number} n @param {number} place @param {number} [cites] */
  #statement(n, place, cites) {
    const line = this.ground.model.claims[n].lines[place];
    if (!line) return `claim ${n}`;
    const reference = cites ?? line.reference;
    const locator = this.ground.model.locators[line.locator];
    if (locator) return JSON.stringify([reference, locator.source, locator.section, locator.sentence]);
    return JSON.stringify(line.row ? [reference, line.row] : [reference, n, line.item]);
  }

  /** @param {Grade[]} found @returns {Grade | null} the best of them, with the papers of all of its letter */
  #best(found) {
    /** @type {Grade | null} */
    let best = null;
    for (const one of found) if (!best || this.#compare(one, best) < 0) best = one;
    return best && { ...best, papers: [...new Set(found.filter(({ letter }) => letter === best.letter).flatMap(({ papers }) => papers))] };
  }

  /** The rows of a claim stand in the order of the names of their lines, and the first of equals is taken. @param {Grade} a @param {Grade} b */
  #compare(a, b) {
    return a.rank - b.rank || b.confidence - a.confidence || this.ground.claimRank(a.claim) - this.ground.claimRank(b.claim);
  }
}

/** @param {Step[]} steps */
export const entitiesOf = (steps) => [steps[0].from, ...steps.map(({ to }) => to)];

/** @param {[number, number]} a @param {[number, number]} b */
const comparePairs = (a, b) => a[0] - b[0] || a[1] - b[1];

/** Lists of numbers in order; one that ends first comes first. @param {number[]} a @param {number[]} b */
export function compareLists(a, b) {
  for (let n = 0; n < a.length && n < b.length; n += 1) if (a[n] !== b[n]) return a[n] - b[n];
  return a.length - b.length;
}

/** @param {Key} a @param {Key} b */
export const compareKeys = (a, b) => compareLists(a.ranks, b.ranks) || compareLists(a.confidences, b.confidences) || a.busiest - b.busiest || compareLists(a.entities, b.entities);
