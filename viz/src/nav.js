/**
 * The views of the page: those of the question are tabs, one stop for the keyboard; the rest stand behind "More".
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./state.js").State} State */

import { byId, fill, h } from "./dom.js";

/** @type {Record<string, string>} */
export const VIEW_NAMES = {
  question: "By mechanism", outcomes: "Numbers in people", against: "What speaks against", open: "Open questions", compare: "Compare diseases",
  hypotheses: "Hypotheses", debates: "Debates", references: "References", paths: "Chains as a graph", all: "Everything",
};
const TABS = ["question", "outcomes", "against", "open", "compare"];

/** @param {App} app */
export function showViews(app) {
  const { state } = app;
  const tabs = TABS.map((view) => {
    const current = state.view === view;
    return h("button", {
      role: "tab", id: `tab-${view}`, "aria-selected": String(current), "aria-controls": "content", tabindex: current || (view === TABS[0] && !TABS.includes(state.view)) ? 0 : -1,
      onClick: () => app.open({ view: /** @type {State["view"]} */ (view) }),
    }, VIEW_NAMES[view]);
  });
  const more = h("button", { id: "more-button", "aria-expanded": String(!byId("more").hidden), "aria-controls": "more", onClick: () => open(more, byId("more").hidden) }, "More");
  fill(byId("views"), h("div", { role: "tablist", "aria-label": "Views of the question", onKeydown: (/** @type {KeyboardEvent} */ event) => walk(event, tabs) }, ...tabs), more);
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  fill(byId("more-views"), ...Object.keys(VIEW_NAMES).filter((view) => !TABS.includes(view)).map((view) => h("button", {
    "aria-pressed": String(state.view === view), onClick: () => {
      byId("more").hidden = true;
      app.open({ view: /** @type {State["view"]} */ (view) });
    },
  }, VIEW_NAMES[view])),
  h("button", { class: "theme", onClick: () => app.set({ theme: dark ? "light" : "dark" }) }, dark ? "Light" : "Dark"));
}

/** @param {HTMLElement} button @param {boolean} wanted */
function open(button, wanted) {
  byId("more").hidden = !wanted;
  button.setAttribute("aria-expanded", String(wanted));
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} tabs */
function walk(event, tabs) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const from = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
  if (!by || from < 0) return;
  event.preventDefault();
  const to = tabs[(from + by + tabs.length) % tabs.length];
  tabs[from].tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
