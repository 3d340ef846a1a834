/**
 * Walking the picture with the keyboard: along arrows, told in words as it goes.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./scene.js").Link} Link */

import { polarity, strength } from "./words.js";

export class Walk {
  /** @param {App} app @param {(box: string, link: string) => void} mark */
  constructor(app, mark) {
    this.app = app;
    this.mark = mark;
    this.at = "";
    this.choice = 0;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowRight: () => this.#follow(true), ArrowLeft: () => this.#follow(false), ArrowDown: () => this.#choose(1),
      ArrowUp: () => this.#choose(-1), Enter: () => this.#open(), " ": () => this.#openBox(), Home: () => this.#goTo(this.#first()),
      "+": () => this.app.zoom(1.25), "-": () => this.app.zoom(0.8),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!this.#box()) this.#goTo(this.#first());
    else move();
  }

  #box() {
    return this.app.scene.boxes.find((box) => box.id === this.at);
  }

  #first() {
    const { boxes } = this.app.scene;
    return (boxes.find((box) => box.role === "start") ?? [...boxes].sort((a, b) => a.x - b.x || a.y - b.y)[0])?.id ?? "";
  }

  /** Arrows that leave the box, then those that reach it. @returns {Link[]} */
  #links() {
    const { links } = this.app.scene;
    return [...links.filter((link) => link.from === this.at), ...links.filter((link) => link.to === this.at)];
  }

  /** @param {string} id */
  #goTo(id) {
    if (!id) return;
    this.at = id;
    this.choice = 0;
    this.mark(id, "");
    const count = this.#links().length;
    this.app.say(`${this.#box()?.label}. ${count} ${count === 1 ? "arrow" : "arrows"}. ${count ? this.#words() : ""}`);
  }

  /** @param {number} by */
  #choose(by) {
    const count = this.#links().length;
    if (!count) return;
    this.choice = (this.choice + by + count) % count;
    this.mark(this.at, this.#links()[this.choice].id);
    this.app.say(this.#words());
  }

  #words() {
    const links = this.#links();
    const { model } = this.app;
    const link = links[this.choice];
    const arrow = model.arrows[link.arrow];
    const other = this.app.scene.boxes.find((box) => box.id === (link.from === this.at ? link.to : link.from));
    const words = arrow ? `${polarity(model, arrow)} ${strength(model, arrow.papers)}` : `to ${other?.label}: ${link.label}.`;
    return `Arrow ${this.choice + 1} of ${links.length}: ${words} Enter opens its evidence.`;
  }

  /** @param {boolean} forward */
  #follow(forward) {
    const links = this.#links();
    const chosen = links[this.choice];
    const fits = (/** @type {Link} */ link) => (forward ? link.from : link.to) === this.at;
    const link = chosen && fits(chosen) ? chosen : links.find(fits);
    if (link) this.#goTo(forward ? link.to : link.from);
    else this.app.say(forward ? "No arrow leads on from here." : "No arrow leads here.");
  }

  #openBox() {
    const box = this.#box();
    if (box) this.app.openBox(box);
  }

  #open() {
    const link = this.#links()[this.choice];
    if (link) this.app.openLink(link, true);
  }
}
