/**
 * The view of all references: every paper that a claim cites, with how many claims rest on it.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./data.js").Reference} Reference */

import { fill, h, link } from "./dom.js";
import { counted } from "./words.js";

/** @param {HTMLElement} place @param {App} app */
export function showReferences(place, app) {
  const { model } = app;
  /** @type {Map<number, Set<number>>} */
  const claims = new Map();
  for (const claim of model.claims) for (const { reference } of claim.lines) claims.set(reference, (claims.get(reference) ?? new Set()).add(claim.n));
  const number = (/** @type {Reference} */ { short }) => Number(/^[BR](\d+)$/.exec(short)?.[1] ?? Infinity);
  const cited = model.references.filter(({ n }) => claims.has(n)).sort((a, b) => (number(a) === number(b) ? name(a).localeCompare(name(b), "en") : number(a) - number(b)));
  fill(place, h("h1", {}, "References"), h("p", { class: "v" }, "Every paper that a claim cites, with how many claims rest on it."),
    h("ol", { class: "reference-list" }, ...cited.map((reference) => h("li", {}, referenceWords(reference), " ", reference.link ? link(reference.link, "Open") : null, " ",
      h("button", { class: "plain", onClick: () => app.open({ view: "cites", cites: reference.id }) }, counted(claims.get(reference.n)?.size ?? 0, "claim"))))));
}

/** @param {Reference} reference */
const name = ({ author, title, short }) => author || title || short;

/** @param {Reference} reference */
export function referenceWords({ author, title, short, journal, year, doi, pmid, pmcid }) {
  const identifier = doi ? `doi:${doi}` : pmid ? `PMID ${pmid}` : pmcid;
  const where = [journal, year].filter(Boolean).join(", ");
  return `${[author, title || `${short}: title not recorded`, where, identifier].filter(Boolean).join(". ")}.`;
}
