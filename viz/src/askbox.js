/**
 * The boxes of the question: from, to, through.  Each finds a thing by any of its names.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./search.js").Entry} Entry */
/** @typedef {import("./search.js").Hit} Hit */

import { byId, fill, h } from "./dom.js";
import { buildIndex, nearest, search } from "./search.js";

export class AskBox {
  /**
   * @param {App} app
   * @param {string} id of the field; its list has the same with `-hits` behind it
   * @param {(entity: number) => void} choose
   * @param {(() => void)} [clear] when it is emptied
   */
  constructor(app, id, choose, clear) {
    this.app = app;
    this.id = id;
    this.field = /** @type {HTMLInputElement} */ (byId(id));
    this.list = byId(`${id}-hits`);
    this.choose = choose;
    this.clear = clear;
    this.shown = "";
    /** @type {Entry[] | null} */
    this.index = null;
    /** @type {Hit[]} */
    this.hits = [];
    this.chosen = -1;
    this.field.addEventListener("input", () => this.#show());
    this.field.addEventListener("focus", () => this.field.select());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.#leave(), 150));
  }

  /** @param {string} text what the field says while nobody types */
  show(text) {
    this.shown = text;
    if (document.activeElement !== this.field) this.field.value = text;
  }

  #show() {
    this.index ??= buildIndex(this.app.model).filter(({ hit }) => hit.type === "entity");
    this.hits = search(this.index, this.field.value);
    this.chosen = this.hits.length ? 0 : -1;
    const nothing = Boolean(this.field.value.trim()) && !this.hits.length;
    // What is only near is offered, and not taken by Enter alone.
    if (nothing) this.hits = nearest(this.index, this.field.value);
    const told = `Nothing is called so${this.hits.length ? "; these are near" : ""}`;
    fill(this.list, ...this.hits.map((hit, place) => h("li", { role: "option", id: `${this.id}-hit-${place}`, "aria-selected": String(place === this.chosen), onPointerdown: (/** @type {Event} */ event) => event.preventDefault(), onClick: () => this.#go(place) },
      h("span", {}, hit.label), " ", h("span", { class: "note" }, hit.detail))),
    nothing ? h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, told) : null);
    if (nothing) this.app.say(told);
    this.#mark(Boolean(this.hits.length) || nothing);
  }

  /** @param {boolean} open */
  #mark(open) {
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.chosen)));
    if (open && this.chosen >= 0) this.field.setAttribute("aria-activedescendant", `${this.id}-hit-${this.chosen}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #leave() {
    this.#mark(false);
    if (this.clear && this.shown && !this.field.value.trim()) this.clear();
    else this.field.value = this.shown;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape") {
      this.#mark(false);
      this.field.value = this.shown;
    } else if (event.key === "Enter") {
      if (this.clear && !this.field.value.trim()) this.clear();
      else this.#go(this.chosen);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.hits.length) return;
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : -1) + this.hits.length) % this.hits.length;
      this.#mark(true);
    }
  }

  /** @param {number} place */
  #go(place) {
    const hit = this.hits[place];
    if (!hit) return;
    this.hits = [];
    this.#mark(false);
    this.shown = hit.label;
    this.field.value = hit.label;
    this.choose(hit.n);
  }
}
