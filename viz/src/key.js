/**
 * What colours, heads, widths, letters and dashes mean, drawn as the picture draws them.
 */

/** @typedef {import("./app.js").App} App */

import { headOf } from "./curves.js";
import { fill, h } from "./dom.js";
import { DISPUTED } from "./elements.js";
import { dashes, EFFECTS, KIND_SHAPES } from "./palette.js";
import { drawHead, s } from "./svg.js";
import { markOf, phrase, signWords } from "./words.js";

/** @param {HTMLElement} place @param {App} app */
export function showKey(place, app) {
  const { model } = app;
  const colored = app.scene.links.some(({ color }) => EFFECTS.includes(color));
  const plain = app.scene.links.some(({ color }) => color === "quiet");
  fill(place,
    h("div", { class: "keyline" },
      ...(colored ? [h("b", {}, "Effect"), ...EFFECTS.map((name) => item(effectSample(name), effectWords(app, name)))] : []),
      plain ? item(sample({ color: "quiet", width: 3 }), colored ? "on no chain of the question" : "no effect: no question is asked") : null),
    h("div", { class: "keyline" }, h("b", {}, "Seen in"),
      ...Object.keys(model.words.basis).map((name) => toggle(app, "evidence", name, [sample({ study: name, width: 2.2 }), kind(markOf(model, "basis", name), name)], phrase(model, "basis", name))),
      toggle(app, "marks", "implied", [sample({ study: "implied", width: 2.2 }), kind(markOf(model, "grade", "implied"), "implied")], phrase(model, "flag", "implied"))),
    h("div", { class: "keyline" }, h("b", {}, "Arrow"),
      ...["+", "-", "?"].map((sign) => toggle(app, "sign", sign, [sample({ sign })], signWords(model, "causal", sign))),
      toggle(app, "sign", "none", [sample({ color: "line", headed: true })], signWords(model, "structural", "")),
      item(h("b", {}, DISPUTED), phrase(model, "flag", "disputed")), item(sample({ width: 6 }), "more papers"),
      app.state.hide ? h("button", { class: "plain filtered", onClick: () => app.set({ hide: "" }, true) }, "A filter is on: show all") : null),
    h("details", {}, h("summary", {}, "How to read the picture"), ...guide(app)));
}

/** The key below the rows; kinds of study and directions are a filter. @param {HTMLElement} place @param {App} app */
export function showLaneKey(place, app) {
  const { model } = app;
  fill(place, h("div", { class: "keyline lane-key" }, h("b", {}, "Effect"), ...EFFECTS.map((name) => item(effectSample(name), effectWords(app, name))),
    h("b", {}, "Seen in"), ...Object.keys(model.words.basis).map((name) => toggle(app, "evidence", name, [kind(markOf(model, "basis", name), name)], phrase(model, "basis", name))),
    toggle(app, "marks", "implied", [kind(markOf(model, "grade", "implied"), "implied")], phrase(model, "flag", "implied")),
    h("b", {}, "Arrow"), ...["+", "-", "?"].map((sign) => toggle(app, "sign", sign, [sample({ sign })], signWords(model, "causal", sign))),
    item(sample({ color: "line", headed: true }), signWords(model, "structural", "")),
    item(h("b", {}, "▲"), "weakest step"), item(h("b", {}, DISPUTED), phrase(model, "flag", "disputed")), item(h("b", {}, "~"), "a paper is inconclusive"),
    app.state.hide ? h("button", { class: "plain filtered", onClick: () => app.set({ hide: "" }, true) }, "A filter is on: show all") : null));
}

/** @param {App} app @param {string} name */
const effectWords = ({ model }, name) => (name === "both" ? `${phrase(model, "effect", "helps")} and ${phrase(model, "effect", "harms")}` : phrase(model, "effect", name));

/** How to read the picture, in a list. @param {App} app @returns {HTMLElement[]} */
function guide({ model }) {
  const bases = Object.keys(model.words.basis).map((name) => `${markOf(model, "basis", name)} ${phrase(model, "basis", name)}`);
  const sign = (/** @type {string} */ of) => signWords(model, of ? "causal" : "structural", of);
  /** @type {[Node, string][]} */
  const rows = [
    [sample({ sign: "+" }), `the first ${sign("+")} the second`], [sample({ sign: "-" }), `the first ${sign("-")} the second`],
    [sample({ sign: "?" }), `it acts; ${sign("?")}`], [sample({ sign: "0" }), `the first ${sign("0")} the second`],
    [sample({ color: "line", headed: true }), `the first ${sign("")}, or is a kind of, the second`],
    [sample({ width: 6 }), "wider: more independent papers"],
  ];
  const kinds = new Map(Object.entries(KIND_SHAPES).map(([, mark]) => [mark, /** @type {string[]} */ ([])]));
  for (const [name, mark] of Object.entries(KIND_SHAPES)) kinds.get(mark)?.push(name.replace("-", " "));
  return [
    h("ul", { class: "guide" }, ...rows.map(([drawing, words]) => h("li", {}, drawing, words)),
      h("li", {}, h("span", { class: "mark" }, "H3 ×2"), `the letter is the best evidence: ${bases.join(", ")}; 3 papers support it; 2 claims share the arrow`),
      h("li", {}, h("span", { class: "mark" }, DISPUTED), `${phrase(model, "flag", "disputed")}: there is evidence against it`)),
    h("p", { class: "note" }, [...kinds].map(([mark, names]) => `${mark} ${names.join(", ")}`).join(" · ")),
  ];
}

/** @param {Node} drawing @param {string} words */
function item(drawing, words) {
  return h("span", { class: "keyitem" }, drawing, words);
}

/** The letter of a kind of study in its shape. @param {string} letter @param {string} name */
export const kind = (letter, name) => h("span", { class: `kind ${name}`, "aria-hidden": "true" }, letter);

/**
 * A part of the key that hides and shows what it stands for.
 *
 * @param {App} app
 * @param {string} facet
 * @param {string} value
 * @param {Node[]} drawings
 * @param {string} words
 */
function toggle(app, facet, value, drawings, words) {
  const shown = !app.hidden.get(facet)?.has(value);
  return h("button", {
    class: "keyitem", "aria-pressed": String(shown), title: shown ? "Click to hide" : "Click to show", id: idOf("k", facet, value),
    onClick: () => app.toggle(facet, value),
  }, ...drawings, words);
}

/**
 * An identifier for a value of a facet: different ones for different values, whatever signs they hold.
 *
 * @param {string} place
 * @param {string} facet
 * @param {string} value
 */
export function idOf(place, facet, value) {
  return `${place}-${facet}-${value.replace(/[^a-z0-9]/gi, (sign) => `_${sign.charCodeAt(0).toString(16)}_`)}`;
}

/** The bar of an effect: its colour and how it is cut. @param {string} name */
export const effectSample = (name) => h("span", { class: `tb ${name}`, "aria-hidden": "true" });

/** @param {{color?: string, sign?: string, width?: number, study?: string, headed?: boolean}} what */
export function sample({ color = "ink", sign = "", width = 2, study = "", headed = Boolean(sign) }) {
  const head = headOf(sign, width);
  const pattern = dashes({ study, width });
  return s("svg", { viewBox: "0 0 34 16", width: 34, height: 16, class: `sample ${color}`, "aria-hidden": "true" },
    s("path", { d: `M 1 8 H ${headed ? 32 - head.length : 33}`, stroke: "currentColor", fill: "none", "stroke-width": width, ...(pattern.length ? { "stroke-dasharray": pattern.join(" ") } : {}) }),
    ...(headed ? [drawHead(head, "currentColor", "translate(32 8)")] : []));
}
