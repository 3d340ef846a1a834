/**
 * Search as you type over names, synonyms, identifiers, mechanisms, hypotheses and papers.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {{type: "entity" | "mechanism" | "hypothesis" | "reference", n: number, label: string, detail: string}} Hit */
/** @typedef {{hit: Hit, names: string[]}} Entry */

/** @type {Record<string, string>} */
const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa", ω: "omega", ß: "beta" };
const LIMIT = 12;

/** @param {string} text */
export function normalise(text) {
  return text
    .toLowerCase()
    .replace(/[αβγδκωß]/g, (letter) => GREEK[letter])
    .replace(/[\s_\-–/,;()]+/g, " ")
    .trim();
}

/**
 * @param {Model} model
 * @returns {Entry[]}
 */
export function buildIndex(model) {
  /** @type {Entry[]} */
  const index = [];
  /** @param {Hit} hit @param {(string | null)[]} names */
  const add = (hit, names) => index.push({ hit, names: names.flatMap((name) => (name ? [normalise(name)] : [])) });
  for (const { n, label, kind, synonyms, mappings, id } of model.entities) {
    add({ type: "entity", n, label, detail: kind }, [label, id, ...synonyms, ...mappings]);
  }
  model.mechanisms.forEach(({ name }, n) => {
    add({ type: "mechanism", n, label: name.replaceAll("-", " "), detail: "mechanism" }, [name]);
  });
  model.hypotheses.forEach(({ label }, n) => add({ type: "hypothesis", n, label, detail: "hypothesis" }, [label]));
  for (const { n, short, title, doi, pmid, pmcid } of model.references) {
    add({ type: "reference", n, label: title || short, detail: `paper ${short}` }, [short, title, doi, pmid, pmcid]);
  }
  return index;
}

/**
 * The best hits: whole names first, then beginnings, then words, then anything that contains all words.
 *
 * @param {Entry[]} index
 * @param {string} text
 * @returns {Hit[]}
 */
export function search(index, text) {
  const wanted = normalise(text);
  if (!wanted) return [];
  const words = wanted.split(" ");
  /** @type {{hit: Hit, score: number}[]} */
  const found = [];
  for (const { hit, names } of index) {
    let best = 0;
    for (const name of names) best = Math.max(best, rate(name, wanted, words));
    if (best) found.push({ hit, score: best + (hit.type === "entity" ? 2 : 0) });
  }
  found.sort((a, b) => b.score - a.score || a.hit.label.length - b.hit.label.length || a.hit.n - b.hit.n);
  return found.slice(0, LIMIT).map(({ hit }) => hit);
}

/**
 * @param {string} name
 * @param {string} wanted
 * @param {string[]} words
 */
function rate(name, wanted, words) {
  if (name === wanted) return 100;
  if (name.startsWith(wanted)) return 80;
  if (` ${name}`.includes(` ${wanted}`)) return 60;
  if (name.includes(wanted)) return 40;
  return words.every((word) => name.includes(word)) ? 20 : 0;
}
