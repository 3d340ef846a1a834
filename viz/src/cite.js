/**
 * References as BibTeX, RIS and text, from what is known about them and nothing else.
 */

import { line } from "./cells.js";

/** @typedef {import("./data.js").Reference} Reference */
/** @typedef {import("./data.js").Model} Model */

/** @type {Record<string, string>} */
const TEX = {
  // A brace counts for BibTeX even behind a backslash.
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "%": "\\%", "&": "\\&", "#": "\\#", _: "\\_", $: "\\$",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
};

/** @param {string} text */
function tex(text) {
  return line(text).replace(/[\\{}%&#_$~^]/g, (character) => TEX[character]);
}

/** @param {Reference} reference */
function note(reference) {
  if (reference.title) return "";
  return `Reference ${reference.short} of the review; title not confirmed`;
}

/** @param {Reference} reference */
export function bibtex(reference) {
  const key = reference.id.replace(/[^A-Za-z0-9:_-]/g, "-");
  /** @type {[string, string][]} */
  const fields = [
    ["author", reference.author], ["title", reference.title || reference.short], ["journal", reference.journal],
    ["year", String(reference.year ?? "")], ["doi", reference.doi], ["pmid", reference.pmid],
    ["url", reference.link], ["note", note(reference)],
  ];
  // Addresses and identifiers are read verbatim by BibTeX styles, so only braces have to go.
  const verbatim = new Set(["doi", "url", "pmid"]);
  const written = fields
    .filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = {${verbatim.has(name) ? line(value).replace(/[{}\s]/g, "") : tex(value)}}`);
  return `@${reference.journal ? "article" : "misc"}{${key},\n${written.join(",\n")}\n}\n`;
}

/** @param {Reference} reference */
export function ris(reference) {
  /** @type {[string, string][]} */
  const fields = [
    ["TY", reference.journal ? "JOUR" : "GEN"], ["AU", reference.author], ["TI", reference.title || reference.short],
    ["JO", reference.journal], ["PY", String(reference.year ?? "")], ["DO", reference.doi], ["AN", reference.pmid],
    ["UR", reference.link], ["N1", note(reference)],
  ];
  const written = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${line(value)}\n`);
  return `${written.join("")}ER  - \n`;
}

/** @param {Reference} reference */
export function plainCitation(reference) {
  const parts = [
    reference.author, reference.year ? `(${reference.year})` : "", reference.title || reference.short,
    reference.journal, reference.link,
  ];
  return line(parts.filter(Boolean).join(". ").replaceAll(". (", " ("));
}

/**
 * The title of a reference, or of the paper that it probably is, which it says.
 *
 * @param {Model} model
 * @param {Reference} reference
 * @param {number[]} candidates
 */
export function titleOf(model, reference, candidates) {
  if (reference.title) return reference.title;
  const probable = [...candidates, ...reference.candidates].map((n) => model.references[n]).find((r) => r?.title);
  return probable ? `probably: ${probable.title}` : "title not confirmed";
}
