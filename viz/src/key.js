/**
 * What colours, heads, widths and dashes mean, drawn as the picture draws them, and the choice of what colour shows.
 */

/** @typedef {import("./app.js").App} App */

import { headOf } from "./curves.js";
import { fill, h } from "./dom.js";
import { capOf, dashes, KIND_SHAPES } from "./palette.js";
import { drawHead, s } from "./svg.js";
import { basisWords, phrase, signWords } from "./words.js";

const BANDS = ["under 0.25", "to 0.5", "to 0.75", "above"];

/** @param {HTMLElement} place @param {App} app */
export function showKey(place, app) {
  const { model, state: { by, view } } = app;
  const bases = Object.keys(model.words.basis);
  /** @param {"evidence" | "confidence"} name @param {string} words */
  const radio = (name, words) => h("label", {}, h("input", { type: "radio", name: "by", checked: by === name, onChange: () => app.set({ by: name }) }), words);
  const colors = by === "confidence"
    ? BANDS.map((words, n) => item(sample({ class: `band${n}`, width: 3 }), words))
    : bases.map((name) => toggle(app, "evidence", name, sample({ class: name, width: 3 }), basisWords(model, name)));
  const closed = view === "mechanisms" && !app.state.open;
  fill(place, h("div", { class: "keyline" },
    ...(closed ? [item(sample({ class: "helps", sign: "-", width: 3 }), phrase(model, "effect", "helps")), item(sample({ class: "harms", sign: "+", width: 3 }), phrase(model, "effect", "harms")), item(sample({ class: "mixed", sign: "?", width: 3 }), `${phrase(model, "effect", "mixed")} or ${phrase(model, "effect", "unknown")}`),
      h("span", { class: "keyitem" }, `claims resting on ${bases.map((name) => basisWords(model, name, true)).join(", ")}`)]
      : [h("fieldset", { class: "row" }, h("legend", {}, "Colour"), radio("evidence", "evidence"), radio("confidence", "confidence")), ...colors])),
  h("div", { class: "keyline" },
    ...(closed ? [] : [...["+", "-", "?"].map((sign) => toggle(app, "sign", sign, sample({ sign }), signWords(model, "causal", sign))),
      toggle(app, "sign", "none", sample({ class: "structure" }), signWords(model, "structural", ""))]),
    item(sample({ line: "disputed", width: 2.5 }), phrase(model, "flag", "disputed")), closed ? null : item(sample({ line: "implied" }), phrase(model, "flag", "implied")), item(sample({ width: 6 }), "more papers"),
    app.state.hide ? h("button", { class: "plain filtered", onClick: () => app.set({ hide: "" }, true) }, "A filter is on: show all") : null));
}

/** How to read the picture, in a list; for the panel while nothing is open. @param {App} app @returns {HTMLElement[]} */
export function guide({ model }) {
  const bases = Object.keys(model.words.basis).map((name) => basisWords(model, name));
  const sign = (/** @type {string} */ of) => signWords(model, of ? "causal" : "structural", of);
  /** @type {[SVGElement, string][]} */
  const rows = [
    [sample({ sign: "+" }), `the first ${sign("+")} the second`], [sample({ sign: "-" }), `the first ${sign("-")} the second`],
    [sample({ sign: "?" }), `it acts; ${sign("?")}`], [sample({ sign: "0" }), `the first ${sign("0")} the second`],
    [sample({ class: "structure" }), `the first ${sign("")}, or is a kind of, the second`],
    [sample({ line: "implied" }), phrase(model, "flag", "implied")], [sample({ line: "disputed", width: 2.5 }), `${phrase(model, "flag", "disputed")}: there is evidence against it`],
    [sample({ width: 6 }), "wider: more independent papers"],
  ];
  const kinds = new Map(Object.entries(KIND_SHAPES).map(([, sign]) => [sign, /** @type {string[]} */ ([])]));
  for (const [kind, sign] of Object.entries(KIND_SHAPES)) kinds.get(sign)?.push(kind.replace("-", " "));
  return [
    h("h3", {}, "How to read the picture"),
    h("ul", { class: "guide" }, ...rows.map(([drawing, words]) => h("li", {}, drawing, words)),
      h("li", {}, h("span", { class: "mark" }, "H3 ×2"), `the letter is the best evidence: ${bases.join(", ")}; 3 papers support it; 2 claims share the arrow`)),
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
