/**
 * What a search stands on: the claims of the page as ways from one entity to another, worked out once.
 *
 * This and the modules beside it find paths by the rules of the Python package, so that both give the same answers.
 */

/** @typedef {import("../data.js").Model} Model */
/** @typedef {import("../data.js").Claim} Claim */
/** @typedef {0 | 1 | 2} Sign 0 for +, 1 for −, 2 for ? */
/**
 * @typedef {object} SearchData what only a search asks of the data; see `kgraph.explorer.search_data`
 * @property {Record<string, [string, number, string, string]>} relations kind, symmetric, sign on a path, sign where a high value is good
 * @property {Record<string, number>} weights
 * @property {{hops: number, top: number, seconds: number, ranked: number, arcs: number, large: number, longest: number, counted: number}} limits
 * @property {string[]} effects
 * @property {string[]} grades
 * @property {string[]} tentative
 * @property {Record<string, string>} named
 * @property {number[]} germline
 * @property {[number, number][]} opposites
 * @property {[number[], number[]]} ranks of entities and of claims in the order of their names; empty for their numbers
 * @property {number[]} retired
 * @property {number[]} definitional
 * @property {number[]} good
 * @property {number[]} contexts
 * @property {number[][][]} grounds
 * @property {[number, number[], number[]][]} people
 * @property {[number, number, number][]} sizes of the largest study on people behind a claim: claim, people, paper
 * @property {Record<string, string>} trials that are registered, in words, by their references
 * @property {Record<string, string>} advice of experts, by their references
 */
/**
 * @typedef {object} Way one way for a claim to be a step; the claim is -1 for a step between opposites
 * @property {number} claim
 * @property {number} from
 * @property {number} to
 * @property {string} relation
 * @property {Sign} sign
 * @property {string} kind causal, association or structural
 * @property {number} confidence
 * @property {string} note extrapolation, generalization, opposite or empty
 * @property {boolean} reversed
 * @property {boolean} inside whether it leads to something inside the body
 * @property {boolean} filed whether its claim is filed under a mechanism
 * @property {string} certainty
 * @property {number} disease that it is stated for, or -1
 */

export const SIGNS = /** @type {const} */ ([0, 1, 2]);
/** Kinds of entities that are results, and those that are no mechanism between the ends of a path. */
export const RESULTS = new Set(["disease", "phenotype", "outcome", "adverse-effect"]);
const OUTSIDE = new Set([...RESULTS, "diet", "population", "species"]);

/** @param {Sign} first @param {Sign} second @returns {Sign} their product, in which an unknown one makes all unknown */
export const times = (first, second) => (first === 2 || second === 2 ? 2 : /** @type {Sign} */ (first ^ second));

/** @param {string} text @returns {Sign} */
const signOf = (text) => (text === "+" ? 0 : text === "-" ? 1 : 2);

export class Ground {
  /** @param {Pick<Model, "entities" | "claims" | "arrows" | "locators" | "hypotheses" | "words" | "search">} model */
  constructor(model) {
    this.model = model;
    /** @type {SearchData} */
    this.data = model.search;
    this.retired = new Set(this.data.retired);
    this.definitional = new Set(this.data.definitional);
    this.germline = new Set(this.data.germline);
    this.good = new Set(this.data.good);
    this.tentative = new Set(this.data.tentative);
    /** @type {Way[]} */
    this.ways = [];
    for (const claim of model.claims) this.#addWays(claim);
    for (const [from, to] of this.data.opposites) {
      this.ways.push({ ...this.#way(-1, from, to, 1, "structural", this.data.weights.structural), relation: "opposite", note: "opposite" });
    }
    // What hypotheses end in.
    this.diseases = new Set(model.hypotheses.map(({ end }) => end).filter((n) => this.kind(n) === "disease"));
    this.subtypes = model.claims.filter((claim) => claim.relation === "has_subtype" && !this.retired.has(claim.n)
      && this.kind(claim.subject) === "disease" && this.kind(claim.object) === "disease").map(({ subject, object }) => [subject, object]);
    const forms = this.ways.filter((way) => way.relation === "has_subtype" && !way.reversed);
    this.special = grouped(forms.map(({ from, to }) => [from, to]));
    this.general = grouped(forms.map(({ from, to }) => [to, from]));
    this.parts = grouped(this.ways.filter((way) => way.note === "opposite" || this.#belongs(way)).map(({ from, to }) => [to, from]));
    this.near = grouped(this.ways.flatMap(({ from, to }) => [[from, to], [to, from]]));
  }

  /** @param {number} entity */
  kind(entity) {
    return this.model.entities[entity]?.kind ?? "";
  }

  /** @param {number} entity its place among entities by their names */
  entityRank(entity) {
    return this.data.ranks[0][entity] ?? entity;
  }

  /** @param {number} claim */
  claimRank(claim) {
    return this.data.ranks[1][claim] ?? claim;
  }

  /** @param {number} entity @returns {Set<number>} it and every more special form of it that a claim names */
  specialForms(entity) {
    return closed(entity, this.special);
  }

  /** @param {number} entity @returns {Set<number>} it and every more general thing that it is a form of */
  generalForms(entity) {
    return closed(entity, this.general);
  }

  /** @param {number} end @returns {Set<number>} it with its signs, aspects, forms and opposites, and the results that predict them */
  outcomeOf(end) {
    return closed(end, this.parts);
  }

  /** @param {number} entity @returns {Set<number>} a disease with its more general and more special forms; empty for what is none */
  contextsOf(entity) {
    /** @type {Set<number>} */
    const related = new Set();
    if (this.kind(entity) !== "disease") return related;
    related.add(entity);
    for (let size = 0; size < related.size;) {
      size = related.size;
      for (const pair of this.subtypes) if (pair.some((one) => related.has(one))) pair.forEach((one) => related.add(one));
    }
    return related;
  }

  /** @param {number} claim @param {number} from @param {number} to @param {Sign} sign @param {string} kind @param {number} confidence @returns {Way} */
  #way(claim, from, to, sign, kind, confidence) {
    const { relation = "", certainty = "", mechanisms = [] } = this.model.claims[claim] ?? {};
    return {
      claim, from, to, relation, sign, kind, confidence, note: "", reversed: false, inside: !OUTSIDE.has(this.kind(to)),
      filed: kind !== "structural" && mechanisms.length > 0, certainty, disease: this.data.contexts[claim] ?? -1,
    };
  }

  /** @param {Claim} claim */
  #addWays(claim) {
    const { n, subject, object, relation } = claim;
    if (subject < 0 || object < 0 || this.retired.has(n)) return;
    const { weights, relations } = this.data;
    const [kind = "descriptive", symmetric = 0, sign = "", good = ""] = relations[relation] ?? [];
    if (kind === "structural") {
      const lent = signOf((this.good.has(n) && good) || sign);
      if (relation === "has_subtype") {
        this.ways.push({ ...this.#way(n, subject, object, lent, kind, weights.extrapolation), note: "extrapolation" });
        this.ways.push({ ...this.#way(n, object, subject, lent, kind, weights.generalization), note: "generalization", reversed: true });
      } else this.ways.push(this.#way(n, subject, object, lent, kind, weights.structural));
    } else if ((kind === "causal" || kind === "association") && claim.sign !== "0") {
      const association = kind === "association";
      // That a disease predicts a good response says whom a treatment suits, not what less of the disease would do.
      if (association && relation === "predicts" && this.kind(subject) === "disease") return;
      const confidence = association ? claim.exact * weights.association : claim.exact;
      this.ways.push(this.#way(n, subject, object, signOf(claim.sign), kind, confidence));
      if (association && symmetric && !RESULTS.has(this.kind(object))) this.ways.push({ ...this.#way(n, object, subject, signOf(claim.sign), kind, confidence), reversed: true });
    }
  }

  /** @param {Way} way @returns {boolean} whether it makes what it leaves part of the outcome that it leads to */
  #belongs(way) {
    const kind = this.kind(way.from);
    return way.kind === "structural" ? RESULTS.has(kind) : way.relation === "predicts" && !way.reversed && kind === "outcome";
  }

  /** @param {number} entity how many others it is joined to, in either direction */
  degree(entity) {
    return this.near.get(entity)?.size ?? 0;
  }

  /** @param {number} entity what passing through it multiplies a confidence by, where generic hubs cost something */
  factor(entity) {
    const threshold = this.data.weights["hub-share"] * this.model.entities.length;
    return this.degree(entity) > threshold ? (threshold / this.degree(entity)) ** this.data.weights["hub-damping"] : 1;
  }
}

/** @param {number[][]} pairs */
function grouped(pairs) {
  /** @type {Map<number, Set<number>>} */
  const found = new Map();
  for (const [one, other] of pairs) found.set(one, (found.get(one) ?? new Set()).add(other));
  return found;
}

/** @param {number} entity @param {Map<number, Set<number>>} leading @returns {Set<number>} it with all that it leads to */
function closed(entity, leading) {
  const found = new Set([entity]);
  for (const one of found) for (const other of leading.get(one) ?? []) found.add(other);
  return found;
}
