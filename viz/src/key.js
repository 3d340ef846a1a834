/**
 * What colours, heads, widths and dashes mean, drawn as the picture draws them, and the choice of what colour shows.
 */

/** @typedef {import("./app.js").App} App */

import { headOf } from "./curves.js";
import { fill, h } from "./dom.js";
import { capOf, dashes, KIND_SHAPES } from "./palette.js";
import { drawHead, s } from "./svg.js";
import { EVIDENCE_LETTERS } from "./words.js";

const SHORT = { human: "human", animal: "animal", cells: "cells", statement: "statement" };
const BANDS = ["under 0.25", "to 0.5", "to 0.75", "above"];

/** @param {HTMLElement} place @param {App} app */
export function showKey(place, app) {
  const { by, view } = app.state;
  /** @param {"evidence" | "confidence"} name @param {string} words */
  const radio = (name, words) => h("label", {}, h("input", { type: "radio", name: "by", checked: by === name, onChange: () => app.set({ by: name }) }), words);
  const colors = by === "confidence"
    ? BANDS.map((words, n) => item(sample({ class: `band${n}`, width: 3 }), words))
    : Object.entries(SHORT).map(([name, words]) => toggle(app, "evidence", name, sample({ class: name, width: 3 }), `${words} (${EVIDENCE_LETTERS[name]})`));
  const closed = view === "mechanisms" && !app.state.open;
  fill(place, h("div", { class: "keyline" },
    ...(closed ? [item(sample({ class: "helps", sign: "-", width: 3 }), "helps"), item(sample({ class: "harms", sign: "+", width: 3 }), "harms"), item(sample({ class: "mixed", sign: "?", width: 3 }), "mixed or unknown"),
      h("span", { class: "keyitem" }, `claims resting on: ${Object.entries(SHORT).map(([name, words]) => `${EVIDENCE_LETTERS[name]} ${words}`).join(", ")}`)]
      : [h("fieldset", { class: "row" }, h("legend", {}, "Colour"), radio("evidence", "evidence"), radio("confidence", "confidence")), ...colors])),
  h("div", { class: "keyline" },
    ...(closed ? [] : [toggle(app, "sign", "+", sample({ sign: "+" }), "raises"), toggle(app, "sign", "-", sample({ sign: "-" }), "lowers"),
      toggle(app, "sign", "?", sample({ sign: "?" }), "unknown"), toggle(app, "sign", "none", sample({ class: "structure" }), "belongs to")]),
    item(sample({ line: "disputed", width: 2.5 }), "disputed"), closed ? null : item(sample({ line: "implied" }), "implied"), item(sample({ width: 6 }), "more papers"),
    app.state.hide ? h("button", { class: "plain filtered", onClick: () => app.set({ hide: "" }, true) }, "A filter is on: show all") : null));
}

/** How to read the picture, in a list; for the panel while nothing is open. @returns {HTMLElement[]} */
export function guide() {
  /** @type {[SVGElement, string][]} */
  const rows = [
    [sample({ sign: "+" }), "the first raises the second"], [sample({ sign: "-" }), "the first lowers the second"],
    [sample({ sign: "?" }), "it acts, the direction is not stated"], [sample({ sign: "0" }), "no effect was found"],
    [sample({ class: "structure" }), "it belongs to, or is a kind of, the second"],
    [sample({ line: "implied" }), "implied by a source, not stated"], [sample({ line: "disputed", width: 2.5 }), "disputed: there is evidence against it"],
    [sample({ width: 6 }), "wider: more independent papers"],
  ];
  const kinds = new Map(Object.entries(KIND_SHAPES).map(([, sign]) => [sign, /** @type {string[]} */ ([])]));
  for (const [kind, sign] of Object.entries(KIND_SHAPES)) kinds.get(sign)?.push(kind.replace("-", " "));
  return [
    h("h3", {}, "How to read the picture"),
    h("ul", { class: "guide" }, ...rows.map(([drawing, words]) => h("li", {}, drawing, words)),
      h("li", {}, h("span", { class: "mark" }, "H3 ×2"), "best evidence human (A animal, C cells, S statement); 3 papers support it; 2 claims share the arrow")),
    h("p", { class: "note" }, [...kinds].map(([sign, names]) => `${sign} ${names.join(", ")}`).join(" · ")),
  ];
}

/** @param {SVGElement} drawing @param {string} words */
function item(drawing, words) {
  return h("span", { class: "keyitem" }, drawing, words);
}

/**
 * A part of the key that hides and shows what it stands for.
 *
 * @param {App} app
 * @param {string} facet
 * @param {string} value
 * @param {SVGElement} drawing
 * @param {string} words
 */
function toggle(app, facet, value, drawing, words) {
  const shown = !app.hidden.get(facet)?.has(value);
  return h("button", {
    class: "keyitem", "aria-pressed": String(shown), title: shown ? "Click to hide" : "Click to show", id: `k-${facet}-${value}`.replace(/[^\w-]/g, "_"),
    onClick: () => app.toggle(facet, value),
  }, drawing, words);
}

/** @param {{class?: string, sign?: string, width?: number, line?: string}} what */
function sample({ class: name = "statement", sign = "", width = 2, line = "" }) {
  const head = headOf(sign, width);
  const headed = name === "structure" || Boolean(sign);
  const stroke = { "stroke-width": width, "stroke-linecap": capOf({ line }), ...(line ? { "stroke-dasharray": dashes({ line, width }).join(" ") } : {}) };
  return s("svg", { viewBox: "0 0 24 16", width: 24, height: 16, class: `sample ${name}`, "aria-hidden": "true" },
    s("path", { d: `M 1 8 H ${headed ? 22 - head.length : 23}`, stroke: "currentColor", fill: "none", ...stroke }),
    ...(headed ? [drawHead(head, "currentColor", "translate(22 8)")] : []));
}
