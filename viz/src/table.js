/**
 * The claims of the picture as a table: the same content for keyboards, screen readers and phones.
 */

/** @typedef {import("./app.js").App} App */

import { fill, h } from "./dom.js";
import { phrase, relationWords, signWords } from "./words.js";

const PAGE = 100;
// As many rows are printed; the style sheet hides the others.
const PRINTED = 20;

/** @param {HTMLElement} place @param {App} app @param {number} [count] how many rows */
export function showTable(place, app, count = PAGE) {
  const { model, state } = app;
  const claims = app.visibleClaims();
  const rows = claims.slice(0, count).map((claim) => {
    const [supports, disputes] = claim.papers;
    const flags = /** @type {const} */ (["disputed", "implied", "uncited", "slip"]).filter((name) => claim[name]).map((name) => phrase(model, "flag", name));
    const plural = Boolean(model.entities[claim.subject].plural);
    const sign = signWords(model, model.arrows[claim.arrow]?.kind ?? "", claim.sign);
    return h("tr", { class: claim.id === state.claim ? "open" : "" },
      h("th", { scope: "row" }, h("button", { class: "plain", onClick: () => app.set({ claim: claim.id, node: "", item: "" }) }, model.entities[claim.subject].label)),
      h("td", {}, relationWords(model, claim.relation, { plural }), claim.sign && sign ? h("span", { class: "note" }, ` (${sign})`) : ""),
      h("td", {}, model.entities[claim.object].label), h("td", {}, `${supports}${disputes ? ` for, ${disputes} against` : ""}`),
      h("td", {}, phrase(model, "basis", claim.basis)), h("td", {}, phrase(model, "certainty", claim.certainty)), h("td", {}, flags.join(", ")),
      h("td", {}, claim.confidence));
  });
  const titles = ["From", "Relation", "To", "Papers", "Evidence", "Wording", "Marks", "Confidence"];
  fill(place, h("h2", {}, `Claims in the picture (${claims.length})`),
    claims.length
      ? h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of claims" },
        h("table", {}, h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", { scope: "col" }, title)))), h("tbody", {}, ...rows)))
      : h("p", {}, app.scene.note || "No claim is left; the filter hides them all."),
    claims.length > PRINTED ? h("p", { class: "left-out" }, `${claims.length - PRINTED} more claims are not printed. The page has them all, and saves them as TSV.`) : null,
    claims.length > count ? h("p", { class: "actions" }, h("button", { onClick: () => showTable(place, app, count + 4 * PAGE) }, `Show more of ${claims.length} claims`)) : null);
}
