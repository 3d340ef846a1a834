/**
 * The filter: facets of claims, and which of their values are hidden.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {Map<string, Set<string>>} Hidden facet → values that are hidden */
/** @typedef {{name: string, title: string, values: [string, string][], of: (claim: Claim) => string[]}} Facet all values that there could be */
/** @typedef {Map<string, number>} Counts `facet:value` → claims */

import { phrase, signMark, signWords } from "./words.js";

/** @param {Claim} claim */
function marksOf(claim) {
  const marks = ["disputed", "implied", "uncited"].filter((name) => claim[/** @type {"disputed"} */ (name)]);
  if (claim.slip) marks.push("slip");
  return marks.length ? marks : ["plain"];
}

/**
 * @param {Model} model
 * @returns {Facet[]}
 */
export function facets(model) {
  const diseases = [...new Set(model.claims.map((claim) => claim.disease))].filter(Boolean).sort();
  return [
    { name: "evidence", title: "Evidence", values: Object.keys(model.words.basis).map((name) => [name, phrase(model, "basis", name)]), of: (claim) => [claim.basis] },
    {
      name: "sign",
      title: "Direction",
      values: ["+", "-", "0", "?", ""].map((sign) => [sign || "none", `${signMark(model, sign)} ${signWords(model, sign ? "causal" : "structural", sign)}`]),
      of: (claim) => [claim.sign || "none"],
    },
    {
      name: "marks",
      title: "Marks",
      values: [
        .../** @type {[string, string][]} */ (["disputed", "implied", "uncited", "slip"].map((name) => [name, phrase(model, "flag", name)])),
        ["plain", "none of these"],
      ],
      of: marksOf,
    },
    {
      name: "directness",
      title: "Directness",
      values: [
        .../** @type {[string, string][]} */ (Object.keys(model.words.directness).map((name) => [name, phrase(model, "directness", name)])),
        ["none", "no paper"],
      ],
      of: (claim) => {
        const found = new Set(claim.lines.filter((line) => line.reference >= 0).map((line) => line.directness));
        return found.size ? [...found] : ["none"];
      },
    },
    {
      name: "certainty",
      title: "Wording",
      values: Object.keys(model.words.certainty).map((name) => [name, phrase(model, "certainty", name)]),
      of: (claim) => [claim.certainty],
    },
    {
      name: "mechanism",
      title: "Mechanism",
      values: [
        .../** @type {[string, string][]} */ (model.mechanisms.map(({ name }) => [name, name.replaceAll("-", " ")])),
        ["none", "no mechanism"],
      ],
      of: (claim) => (claim.mechanisms.length ? claim.mechanisms : ["none"]),
    },
    {
      name: "disease",
      title: "Stated for",
      values: [.../** @type {[string, string][]} */ (diseases.map((name) => [name, name])), ["none", "no disease"]],
      of: (claim) => [claim.disease || "none"],
    },
  ];
}

/**
 * How many claims have each value of each facet, of those that the other facets show.
 *
 * @param {Claim[]} claims of the view, whatever is hidden
 * @param {Facet[]} all
 * @param {Hidden} hidden
 * @returns {Counts}
 */
export function countValues(claims, all, hidden) {
  /** @type {Counts} */
  const counts = new Map();
  for (const facet of all) {
    const others = all.filter((other) => other !== facet);
    for (const claim of claims) {
      if (!isShown(others, hidden, claim)) continue;
      for (const value of facet.of(claim)) {
        const key = `${facet.name}:${value}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/**
 * Whether a claim is to be seen: in every facet it has a value that is not hidden.
 *
 * @param {Facet[]} all
 * @param {Hidden} hidden
 * @param {Claim} claim
 */
export function isShown(all, hidden, claim) {
  return !hidden.size || all.every((facet) => {
    const out = hidden.get(facet.name);
    return !out?.size || facet.of(claim).some((value) => !out.has(value));
  });
}

/**
 * @param {Hidden} hidden
 * @returns {string} for the address of a view
 */
export function writeHidden(hidden) {
  return [...hidden]
    .filter(([, values]) => values.size)
    .map(([name, values]) => `${name}:${[...values].sort().join("|")}`)
    .sort()
    .join(";");
}

/**
 * @param {string} text
 * @returns {Hidden}
 */
export function readHidden(text) {
  /** @type {Hidden} */
  const hidden = new Map();
  for (const part of text.split(";").filter(Boolean)) {
    const [name, values = ""] = part.split(":", 2);
    hidden.set(name, new Set(values.split("|").filter(Boolean)));
  }
  return hidden;
}
