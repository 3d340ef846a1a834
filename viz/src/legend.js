/**
 * The legend, which is the filter.
 */

/** @typedef {import("./app.js").App} App */

import { fill, h } from "./dom.js";
import { idOf, kind } from "./key.js";
import { markOf } from "./words.js";

/** @param {HTMLElement} place @param {App} app */
export function showLegend(place, app) {
  const { model, hidden } = app;
  const counts = app.counts();
  fill(place, ...app.facets.map((facet) => {
    const out = hidden.get(facet.name) ?? new Set();
    const present = facet.values.filter(([value]) => counts.has(`${facet.name}:${value}`) || out.has(value));
    return present.length === 0 ? null : h("fieldset", {}, h("legend", {}, facet.title), ...present.map(([value, words]) => {
      const id = idOf("f", facet.name, value);
      const box = h("input", { type: "checkbox", id, checked: !out.has(value), onChange: () => app.toggle(facet.name, value) });
      const letter = facet.name === "evidence" ? kind(markOf(model, "basis", value), value) : null;
      return h("div", { class: "choice" }, box, h("label", { for: id }, letter, " ", words, h("span", { class: "note" }, ` ${counts.get(`${facet.name}:${value}`) ?? 0}`)),
        h("button", { class: "plain only", "aria-label": `Only ${facet.title}: ${words}`, onClick: () => app.only(facet.name, value) }, "only"));
    }));
  }), app.state.hide ? h("p", { class: "actions" }, h("button", { onClick: () => app.set({ hide: "" }) }, "Show everything again"),
    h("span", { class: "note" }, ` ${app.visibleClaims().length} of the ${model.claims.length} claims are in the picture`)) : null);
}
