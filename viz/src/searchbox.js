/**
 * The search field with its list of hits.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./search.js").Hit} Hit */

import { byId, fill, h } from "./dom.js";
import { buildIndex, search } from "./search.js";

export class SearchBox {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.field = /** @type {HTMLInputElement} */ (byId("search"));
    this.list = byId("hits");
    /** @type {import("./search.js").Entry[] | null} */
    this.index = null;
    /** @type {Hit[]} */
    this.hits = [];
    this.chosen = -1;
    this.field.addEventListener("input", () => this.#show());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
  }

  #show() {
    this.index ??= buildIndex(this.app.model);
    this.hits = search(this.index, this.field.value);
    this.chosen = -1;
    fill(this.list, ...this.hits.map((hit, place) => h("li", { role: "option", id: `hit-${place}`, "aria-selected": "false", onPointerdown: (/** @type {Event} */ event) => event.preventDefault(), onClick: () => this.#go(place) },
      h("span", {}, hit.label), " ", h("span", { class: "note" }, hit.detail))));
    const nothing = Boolean(this.field.value.trim()) && !this.hits.length;
    if (nothing) this.app.say("Nothing found");
    if (nothing) fill(this.list, h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
    this.list.hidden = !this.hits.length && !nothing;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter") this.#go(Math.max(0, this.chosen));
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.hits.length) return;
      const by = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + by + this.hits.length) % this.hits.length;
      [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.chosen)));
      this.field.setAttribute("aria-activedescendant", `hit-${this.chosen}`);
    }
  }

  /** @param {number} place */
  #go(place) {
    const hit = this.hits[place];
    if (!hit) return;
    this.#close();
    this.field.value = "";
    const { model } = this.app;
    if (hit.type === "entity") this.app.open({ view: "near", near: model.entities[hit.n].id, node: model.entities[hit.n].id });
    else if (hit.type === "mechanism") this.app.openLanes(model.mechanisms[hit.n].name, "");
    else if (hit.type === "hypothesis") this.app.openHypothesis(model.hypotheses[hit.n].id);
    else this.app.open({ view: "cites", cites: model.references[hit.n].id });
  }
}
