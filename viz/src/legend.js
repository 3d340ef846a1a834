/**
 * The legend, which is the filter.
 */

/** @typedef {import("./app.js").App} App */

import { fill, h } from "./dom.js";
import { EVIDENCE_LETTERS } from "./words.js";

/** @param {HTMLElement} place @param {App} app */
export function showLegend(place, app) {
  const { model, hidden } = app;
  const counts = app.counts();
  fill(place, ...app.facets.map((facet) => {
    const out = hidden.get(facet.name) ?? new Set();
    return h("fieldset", {}, h("legend", {}, facet.title), ...facet.values.filter(([value]) => counts.has(`${facet.name}:${value}`)).map(([value, words]) => {
      const id = `f-${facet.name}-${value}`.replace(/[^\w-]/g, "_");
      const box = h("input", { type: "checkbox", id, checked: !out.has(value), onChange: () => app.toggle(facet.name, value) });
      const letter = facet.name === "evidence" ? h("b", { class: `swatch ${value}`, "aria-hidden": "true" }, EVIDENCE_LETTERS[value]) : null;
      return h("div", { class: "choice" }, box, h("label", { for: id }, letter, words, h("span", { class: "note" }, ` ${counts.get(`${facet.name}:${value}`) ?? 0}`)),
        h("button", { class: "plain only", "aria-label": `Only ${facet.title}: ${words}`, onClick: () => app.only(facet.name, value) }, "only"));
    }));
  }), app.state.hide ? h("p", { class: "actions" }, h("button", { onClick: () => app.set({ hide: "" }) }, "Show everything again"),
    h("span", { class: "note" }, ` ${app.visibleClaims().length} of the ${model.claims.length} claims are in the picture`)) : null);
}

/**
 * What colours, heads, widths and dashes mean, and the choice of what colour shows.
 *
 * @param {HTMLElement} place
 * @param {App} app
 */
export function showKey(place, app) {
  const by = app.state.by;
  if (app.state.view === "mechanisms") {
    fill(place, h("p", { class: "note" }, "Each arrow to a disease says what its chains come to: helps (⊣, blue), harms (▶, orange), mixed or unknown (○). A wider arrow has more papers. Dotted: part of it is disputed."));
    return;
  }
  /** @param {"evidence" | "confidence"} name @param {string} words */
  const radio = (name, words) => h("label", {}, h("input", { type: "radio", name: "by", checked: by === name, onChange: () => app.set({ by: name }) }), words);
  fill(place,
    h("fieldset", { class: "row" }, h("legend", {}, "Colour shows"), radio("evidence", "kind of evidence"), radio("confidence", "confidence"),
      by === "confidence" ? h("span", { class: "bands" }, ...["under 0.25", "to 0.5", "to 0.75", "above"].map((words, n) => h("span", {}, h("b", { class: `swatch band${n}` }, String(n + 1)), words))) : null),
    h("p", { class: "note" }, "▶ raises · ⊣ lowers · ○ direction not stated. A wider arrow has more papers (letter: best kind of evidence, number: papers, ×: claims it stands for). Dotted: disputed. Dashed: implied, not stated."));
}
