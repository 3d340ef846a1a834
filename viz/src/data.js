/**
 * Reading the data that the page carries into objects that refer to each other by number.
 */

import { visible } from "./cells.js";

/** @typedef {{columns: string[], values?: Record<string, any[]>, rows: any[][]}} Table */
/** @typedef {[number, number, number, [string, number][], number]} Papers supporting, disputing, inconclusive, the kinds of study in words with how many, in all */
/** @typedef {"certainty" | "study" | "direction" | "directness" | "attachment" | "basis" | "grade" | "effect" | "flag" | "kg"} Vocabulary */
/** @typedef {[string, string?, string?, string?, string?]} Term phrase, plural, reversed, mark, definition; empty ones at the end are left away */
/**
 * What readers are told in place of codes: verbs of relations (for one and many, reversed for one and many), what signs
 * say on relations of each kind (for one and many), the characters that show signs, and the terms of the vocabularies.
 *
 * @typedef {{relations: Record<string, [string, string, string, string]>, signs: Record<string, Record<string, [string, string]>>, marks: Record<string, string>} & Record<Vocabulary, Record<string, Term>>} Words
 */
/**
 * @typedef {object} Entity
 * @property {number} n
 * @property {string} label
 * @property {string} kind
 * @property {string} id
 * @property {string[]} synonyms
 * @property {string} definition
 * @property {string} valence
 * @property {string[]} mappings
 * @property {boolean} [plural] whether verbs behind its label are plural
 */
/**
 * @typedef {object} Arrow
 * @property {number} n
 * @property {number} from
 * @property {number} to
 * @property {string} sign
 * @property {string} kind
 * @property {number} width
 * @property {string} evidence
 * @property {number} confidence
 * @property {number} disputed
 * @property {number} implied
 * @property {Papers} papers
 * @property {number[]} claims
 * @property {string} [relation] of its claims, empty when they have several; in the first picture only
 */
/**
 * @typedef {object} Line
 * @property {string} item
 * @property {number} reference
 * @property {string} direction
 * @property {string} directness
 * @property {string} study_words the kinds of study, with their species
 * @property {string} attachment
 * @property {number} locator
 * @property {string[]} notes
 * @property {string} row
 * @property {string} primary_value
 * @property {number[]} candidates
 */
/**
 * @typedef {object} Claim
 * @property {number} n
 * @property {string} id
 * @property {number} subject
 * @property {string} relation
 * @property {number} object
 * @property {string} sign
 * @property {string} certainty
 * @property {string} study
 * @property {string} origin
 * @property {number} exact the confidence with all its digits
 * @property {number} confidence as it is shown
 * @property {Papers} papers
 * @property {Line[]} lines
 * @property {string[]} mechanisms
 * @property {string} disease
 * @property {number} implied
 * @property {number} uncited
 * @property {number} disputed
 * @property {string[]} notes
 * @property {string} tissue
 * @property {string} condition
 * @property {string} population
 * @property {string} outcome
 * @property {string[][]} measurements
 * @property {[string, number][]} relations
 * @property {string} slip
 * @property {string} printed_subject
 * @property {string} printed_object
 * @property {string} basis the best kind of study behind it: human, animal, cells or statement
 * @property {string} study_words the study kind of its source, with the species
 * @property {number} arrow
 */
/**
 * @typedef {object} Reference
 * @property {number} n
 * @property {string} id
 * @property {string} short
 * @property {string} link
 * @property {string} title
 * @property {number | null} year
 * @property {string} author
 * @property {string} journal
 * @property {string} doi
 * @property {string} pmid
 * @property {string} pmcid
 * @property {string} cited_for
 * @property {number[]} candidates
 * @property {string} candidate_confidence
 * @property {string[]} notes
 */
/**
 * @typedef {object} Locator
 * @property {string} source
 * @property {string} section
 * @property {number} sentence
 * @property {number} start
 * @property {number} end
 * @property {string} quote
 */
/**
 * @typedef {object} Step
 * @property {number} arrow
 * @property {boolean} reversed
 * @property {number} confidence
 * @property {string} note
 * @property {string[]} flags
 * @property {number[]} claims
 * @property {number} from
 * @property {number} to
 * @property {string} sign
 * @property {number} n
 */
/**
 * @typedef {object} Path
 * @property {string} effect
 * @property {string} sign
 * @property {number} confidence
 * @property {number} weakest
 * @property {boolean} gap
 * @property {string[]} contexts
 * @property {Step[]} steps
 */
/** @typedef {Path & {id: string, label: string, mechanism: string, status: string, start: number, end: number, notes: string[]}} Hypothesis */
/** @typedef {{effect: string, steps: Step[], weakest: number, marks: string[]}} Chain weakest: the number of the step, from 1; 0 for none */
/** @typedef {{study: string, chip: string, words: string, disputed: number, inconclusive: number}} Grade what kind of study stands behind a step */
/**
 * @typedef {object} Row a mechanism of an answer
 * @property {string} mechanism
 * @property {string} label
 * @property {number} papers
 * @property {number} human papers that saw people
 * @property {number} disputed
 * @property {number} chains
 * @property {number} variants
 * @property {number} shown which of the best chains is drawn
 * @property {number} landing
 * @property {Chain[]} best one for each effect
 */
/**
 * @typedef {object} Question
 * @property {string} [through] what every path passes through, by its name; empty or nothing for anything
 * @property {import("./paths/find.js").Answer} [answer] that the page found itself
 * @property {Chain[]} [direct] paths without a mechanism between the ends, of an answer that the page found
 * @property {Row[]} lanes
 * @property {Record<string, number>} found how many routes there are of each effect
 * @property {Map<number, Grade>} grades by the number of the step
 * @property {[number, Chain, Step[][]][]} chains the number of the row, the chain, its variants; empty in the first picture
 * @property {number} start
 * @property {number} end
 * @property {Path[]} paths
 * @property {Path[]} outcomes
 * @property {number[]} hypotheses
 * @property {string} because
 * @property {string[]} shared
 * @property {boolean} more
 * @property {boolean} complete
 */
/** @typedef {{name: string, definition: string, arrows: number[]}} Mechanism */
/** @typedef {{mechanism: string, disease: number, effect: string, papers: number, claims: number, evidence: Record<string, number>, disputed: boolean, hypotheses: number[]}} Cell */
/**
 * @typedef {object} Share a share of an arm in per cent, as `kgraph.explorer.people_numbers` has it
 * @property {number} claim
 * @property {number} arm
 * @property {number} outcome
 * @property {number} value
 * @property {number} paired where it is drawn beside another arm: where the paper itself has it
 * @property {number} size of the arm, 0 where it is not said
 * @property {number | ""} other that of the other arm
 * @property {string} rival the other arm in short
 * @property {string} own the arm in short
 * @property {string} when
 * @property {string} source
 */
/**
 * @typedef {object} Model
 * @property {string} version
 * @property {{view: string, mechanism: string, hypothesis: string}} opening
 * @property {Record<string, any>} options
 * @property {Entity[]} entities
 * @property {Arrow[]} arrows
 * @property {Claim[]} claims
 * @property {Locator[]} locators
 * @property {Reference[]} references
 * @property {Record<string, {title: string, link: string, cite: string}>} sources
 * @property {Words} words
 * @property {Mechanism[]} mechanisms
 * @property {Cell[]} matrix
 * @property {Hypothesis[]} hypotheses
 * @property {boolean} several whether there is another question to choose
 * @property {Question[]} questions
 * @property {string[]} sheets the answers to the questions as they stand on paper; empty for that which is on the page
 * @property {Record<string, string>} pages the other views
 * @property {import("./paths/ground.js").SearchData} search
 * @property {Share[]} numbers in people
 * @property {[string, string[], number, string][]} open questions that are open: words, mechanisms, disease or -1, what would settle it
 */

const EMPTY = new Set(["reference", "locator"]);
const LISTS = new Set([
  "synonyms", "mappings", "claims", "mechanisms", "notes", "measurements", "relations", "candidates",
]);

/**
 * The rows of a table as objects; what was left away at the end of a row comes back.
 *
 * @param {Table} table
 * @param {number} [first] the first row wanted
 * @param {number} [end] the row after the last one wanted
 * @returns {any[]}
 */
export function decode(table, first = 0, end = table.rows.length) {
  const columns = table.columns.map((name) => ({
    name, values: table.values?.[name], missing: () => (LISTS.has(name) ? [] : EMPTY.has(name) ? -1 : ""),
  }));
  return table.rows.slice(first, end).map((row, place) => {
    /** @type {Record<string, any>} */
    const record = { n: first + place };
    for (let n = 0; n < columns.length; n += 1) {
      const { name, values, missing } = columns[n];
      record[name] = values ? values[row[n] ?? 0] : row[n] ?? missing();
    }
    return record;
  });
}

const SLICE = 4000;

/**
 * As `decode`, with a pause after some thousand rows, so that the page stays responsive.
 *
 * @param {Table} table
 * @param {() => Promise<void>} pause
 */
async function decodeAll(table, pause) {
  const found = [];
  for (let first = 0; first < table.rows.length; first += SLICE) {
    if (first) await pause();
    for (const record of decode(table, first, first + SLICE)) found.push(record);
  }
  return found;
}

/**
 * @param {any[]} row
 * @param {number} n
 * @returns {Step}
 */
function step(row, n) {
  const [arrow, reversed, confidence, note, flags, claims, from, to, sign] = row;
  return { n, arrow, reversed: Boolean(reversed), confidence, note, flags, claims, from, to, sign };
}

/** @param {Step[]} steps @returns {(raw: any) => any} */
function withSteps(steps) {
  return (raw) => ({ ...raw, steps: raw.steps.map((/** @type {number} */ n) => steps[n]) });
}

/** @param {any[]} questions @param {Step[]} steps @returns {Question[]} */
function readQuestions(questions, steps) {
  const fill = withSteps(steps);
  /** @param {any[]} raw @returns {Chain} */
  const chain = ([effect, numbers, weakest, marks]) => ({ effect, steps: numbers.map((/** @type {number} */ n) => steps[n]), weakest, marks });
  return questions.map((question) => ({
    ...question,
    lanes: question.lanes.map((/** @type {any} */ row) => ({ ...row, best: row.best.map(chain) })),
    grades: new Map(Object.entries(question.grades).map(([n, [study, chip, words, disputed, inconclusive]]) => [Number(n), { study, chip, words, disputed, inconclusive }])),
    chains: (question.chains ?? []).map((/** @type {any[]} */ [row, effect, numbers, weakest, marks, variants]) =>
      [row, chain([effect, numbers, weakest, marks]), variants.map((/** @type {number[]} */ one) => one.map((n) => steps[n]))]),
    paths: (question.paths ?? []).map(fill),
    outcomes: (question.outcomes ?? []).map(fill),
    hypotheses: question.hypotheses ?? [],
    shared: question.shared ?? [],
  }));
}

/** @typedef {Pick<Model, "version" | "opening" | "options" | "words" | "several" | "questions" | "entities" | "arrows"> & {claims: Pick<Claim, "relation">[]}} FirstModel */

/**
 * What the first picture and its paths in words need; entities, arrows and claims stand at their numbers, with gaps between.
 *
 * @param {any} raw the JSON at the top of the page
 * @returns {FirstModel}
 */
export function readFirst(raw) {
  /** @type {any[]} */
  const [entities, arrows, claims] = [[], [], []];
  for (const entity of decode(raw.nodes)) entities[entity.n] = { ...entity, label: visible(entity.label) };
  for (const n of raw.plural) entities[n].plural = true;
  for (const arrow of decode(raw.edges)) arrows[arrow.n] = arrow;
  for (const claim of decode(raw.claims)) claims[claim.n] = claim;
  return { ...raw, words: bare(raw.words), entities, arrows, claims, questions: readQuestions(raw.questions, raw.steps.map(step)) };
}

/**
 * @param {any} first the JSON at the top of the page
 * @param {any} raw the JSON at its end
 * @param {() => Promise<void>} pause
 * @returns {Promise<Model>}
 */
export async function readModel(first, raw, pause) {
  const details = await decodeAll(raw.entities, pause);
  const entities = await decodeAll(raw.nodes, pause);
  for (const entity of entities) Object.assign(entity, details[entity.n], { kind: entity.group, label: visible(entity.label) });
  for (const n of raw.plural) entities[n].plural = true;
  const lines = await decodeAll(raw.lines, pause);
  const arrows = await decodeAll(raw.edges, pause);
  const claims = await decodeAll(raw.claims, pause);
  for (const claim of claims) {
    claim.id = fullName(claim, entities);
    claim.mechanisms = claim.mechanisms.map((/** @type {number} */ n) => raw.mechanisms[n].name);
    claim.lines = lines.slice(claim.evidence[0], claim.evidence[1]);
    claim.exact = claim.confidence;
    claim.confidence = Math.round(claim.exact * 1e6) / 1e6;
    claim.arrow = -1;
  }
  for (const arrow of arrows) for (const claim of arrow.claims) claims[claim].arrow = arrow.n;
  const steps = [...first.steps, ...raw.steps].map(step);
  return {
    ...raw,
    version: first.version,
    opening: first.opening,
    options: first.options,
    words: bare(first.words),
    sources: bare(raw.sources),
    several: first.several,
    entities,
    arrows,
    claims,
    locators: decode(raw.locators),
    numbers: decode(raw.numbers),
    references: decode(raw.references).map((reference) => ({ ...reference, link: fullLink(reference, raw.sources) })),
    hypotheses: raw.hypotheses.map(withSteps(steps)),
    questions: readQuestions(raw.questions, steps),
  };
}

/**
 * A map without a prototype, and so the maps in it: what data call "constructor" is not found there unless they say it.
 *
 * @param {any} map
 * @returns {any}
 */
export function bare(map) {
  if (map === null || typeof map !== "object" || Array.isArray(map)) return map;
  const found = Object.create(null);
  for (const [name, value] of Object.entries(map)) Object.defineProperty(found, name, { value: bare(value), enumerable: true });
  return found;
}

/**
 * @param {Reference} reference
 * @param {Model["sources"]} sources
 */
function fullLink({ link, doi }, sources) {
  if (link === "=") return `https://doi.org/${doi}`;
  return link.startsWith("~") ? (sources.review?.link ?? "") + link.slice(1) : link;
}

/**
 * @param {any} claim
 * @param {Entity[]} entities
 */
function fullName(claim, entities) {
  if (!claim.id.startsWith("~")) return claim.id;
  const [subject, object] = [entities[claim.subject].id, entities[claim.object].id];
  return `${subject}-${claim.relation.replaceAll("_", "-")}-${object}${claim.id.slice(1)}`;
}
