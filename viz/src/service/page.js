/**
 * Search-as-you-type for the fields of the service's pages.  Without it they are plain fields and work as such.
 */

import { fill, h } from "../dom.js";
import { root } from "./root.js";

/** @typedef {{ id: string, label: string, kind: string, matched: string }} Hit */

const WAIT = 120;

class Suggestions {
  /** @param {HTMLInputElement} field */
  constructor(field) {
    this.field = field;
    this.opens = field.dataset.suggest === "pages";
    this.list = h("ul", { class: "hits", role: "listbox", id: `${field.id}-hits`, "aria-label": "Suggestions", hidden: true });
    field.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", autocomplete: "off" })) field.setAttribute(name, value);
    /** @type {Hit[]} */
    this.hits = [];
    this.chosen = -1;
    this.asked = 0;
    this.timer = 0;
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#onKey(event));
    field.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.#ask(), WAIT);
  }

  async #ask() {
    const text = this.field.value.trim();
    const number = ++this.asked;
    if (!text) return this.#close();
    const answer = await fetch(`${root}/api/search?limit=30&q=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok || number !== this.asked || document.activeElement !== this.field) return undefined;
    /** @type {{ results: Hit[] }} */
    const found = await answer.json();
    // Only entities can be the ends of a path; every kind has a page.
    this.hits = found.results.filter((hit) => this.opens || hit.id.startsWith("entity:")).slice(0, 10);
    return this.#show();
  }

  #show() {
    this.chosen = -1;
    fill(this.list, ...this.hits.map((hit, place) => h("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false", onPointerdown: (/** @type {Event} */ event) => event.preventDefault(), onClick: () => this.#take(place) },
      h("span", {}, hit.label, hit.matched !== hit.label && hit.matched.length < 40 ? h("span", { class: "kind" }, ` ${hit.matched}`) : null), h("span", { class: "kind" }, hit.kind))));
    this.list.hidden = !this.hits.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.asked += 1;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Escape") this.#close();
    if (this.list.hidden) return;
    if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.#take(this.chosen);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      this.chosen = (Math.max(this.chosen, by > 0 ? -1 : 0) + by + this.hits.length) % this.hits.length;
      [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.chosen)));
      this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
      this.list.children[this.chosen].scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {number} place */
  #take(place) {
    const hit = this.hits[place];
    this.#close();
    if (this.opens) location.assign(pageOf(hit.id));
    else this.field.value = hit.label;
  }
}

/** @param {string} id */
function pageOf(id) {
  const colon = id.indexOf(":");
  return `${root}/${id.slice(0, colon)}/${encodeURIComponent(id.slice(colon + 1))}`;
}

for (const field of document.querySelectorAll("input[data-suggest]")) new Suggestions(/** @type {HTMLInputElement} */ (field));
document.documentElement.dataset.ready = "";
