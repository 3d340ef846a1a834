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
  for (const { n, short, title, doi, pmid, pmcid, author, year, journal } of model.references) {
    add({ type: "reference", n, label: title || short, detail: `paper ${author || short}${year ? ` ${year}` : ""}` },
      [short, title, doi, pmid, pmid && `pmid ${pmid}`, pmcid, author && `${author} ${year ?? ""}`, journal && `${journal} ${year ?? ""}`]);
  }
  return index;
}

/**
 * The best hits: whole names first, then beginnings, then words, then anything that contains all words; where nothing
 * does, names that differ by a slip of a letter or two.
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
  if (!found.length && wanted.length > 3) {
    const most = wanted.length > 7 ? 2 : 1;
    for (const { hit, names } of index) {
      const slips = Math.min(...names.map((name) => slip(name, wanted, most)));
      if (slips <= most) found.push({ hit, score: 10 - slips });
    }
  }
  found.sort((a, b) => b.score - a.score || a.hit.label.length - b.hit.label.length || a.hit.n - b.hit.n);
  return found.slice(0, LIMIT).map(({ hit }) => hit);
}

/**
 * What a name that nothing has may mean: the hits of its longest word that has any.
 *
 * @param {Entry[]} index
 * @param {string} text
 * @returns {Hit[]}
 */
export function nearest(index, text) {
  const whole = search(index, text);
  if (whole.length) return whole;
  const words = normalise(text).split(" ").filter((word) => word.length > 2).sort((a, b) => b.length - a.length);
  return words.map((word) => search(index, word)).find((hits) => hits.length) ?? [];
}

/**
 * How many letters have to be put in, left out, changed or swapped to make one text of the other; more than `most` is not
 * counted out (Damerau 1964, optimal string alignment).
 *
 * @param {string} name
 * @param {string} wanted
 * @param {number} most
 */
export function slip(name, wanted, most) {
  if (Math.abs(name.length - wanted.length) > most) return Infinity;
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: wanted.length + 1 }, (_, n) => n);
  for (let i = 1; i <= name.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= wanted.length; j += 1) {
      const same = name[i - 1] === wanted[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && name[i - 1] === wanted[j - 2] && name[i - 2] === wanted[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    [before, row] = [row, next];
  }
  return row[wanted.length];
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
