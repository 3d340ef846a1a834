/**
 * Questions that did not come with the file: they are searched among its claims when somebody asks them.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./paths/find.js").Answer} Answer */
/** @typedef {{start: number, end: number, via: number[]}} Asked */

import { byId, fill, h } from "./dom.js";
import { questionFrom } from "./made.js";
import { questionWords } from "./made_sheet.js";
import { findPaths } from "./paths/find.js";
import { Ground } from "./paths/ground.js";
import { buildIndex, nearest, normalise } from "./search.js";
import { inSlices } from "./slices.js";
import { counted } from "./words.js";

const SUGGESTIONS = 5;
// How often the page tells that it still searches, in milliseconds.
const TELL = 500;

export class Asking {
  /** @type {Ground | null} */
  #ground = null;
  /** @type {import("./search.js").Entry[] | null} */
  #index = null;
  /** the question that is searched for, by its name; empty for none */
  running = "";
  /** the one that somebody left off */
  stopped = "";

  /** @param {App} app */
  constructor(app) {
    this.app = app;
  }

  /**
   * The answer between two entities; null when it is not wanted any more.
   *
   * @param {Asked} asked
   * @param {() => boolean} [isWanted]
   * @returns {Promise<Answer | null>}
   */
  answer(asked, isWanted = () => true) {
    return inSlices(this.#work(asked), isWanted);
  }

  /** @param {Asked} asked @returns {Generator<null, Answer>} */
  *#work({ start, end, via }) {
    this.#ground ??= new Ground(this.app.model);
    yield null;
    return yield* findPaths(this.#ground, start, end, { via });
  }

  /** The same as a question like those of the file. @param {Asked} asked @param {() => boolean} [isWanted] */
  async question(asked, isWanted) {
    const answer = await this.answer(asked, isWanted);
    return answer && questionFrom(this.app.model, answer);
  }

  /** The names of the address as the page writes them, where it knows them. @param {State} state @returns {State} */
  canonical(state) {
    const { asked } = this.read(state);
    if (!asked) return state;
    const { entities } = this.app.model;
    return { ...state, question: `${entities[asked.start].id}~${entities[asked.end].id}`, through: asked.via.map((n) => entities[n].id).join() };
  }

  /**
   * What an address asks, by identifiers or by any names of things, and the names that nothing has.
   *
   * @param {State} state
   * @returns {{asked: Asked | null, unknown: string[]}}
   */
  read({ question, through }) {
    const via = through ? [this.#find(through)] : [];
    const [start, end] = this.#ends(question);
    const ends = [start, end].map((name) => this.#find(name));
    const unknown = [...[start, end].filter((_, n) => ends[n] < 0), ...(via[0] < 0 ? [through] : [])];
    return { asked: unknown.length ? null : { start: ends[0], end: ends[1], via }, unknown };
  }

  /** The two names of a question; a name may hold the sign between them. @param {string} question @returns {string[]} */
  #ends(question) {
    const parts = question.split("~");
    const splits = parts.slice(1).map((_, n) => [parts.slice(0, n + 1).join("~"), parts.slice(n + 1).join("~")]);
    return splits.find((pair) => pair.every((name) => this.#find(name) >= 0)) ?? splits[0] ?? [question, ""];
  }

  /** @param {string} name @returns {number} the entity that is called so; -1 for none */
  #find(name) {
    const { entities } = this.app.model;
    const known = entities.findIndex(({ id }) => id === name);
    const wanted = normalise(name);
    return known >= 0 || !wanted ? known : this.#names().find(({ names }) => names.includes(wanted))?.hit.n ?? -1;
  }

  #names() {
    this.#index ??= buildIndex(this.app.model).filter(({ hit }) => hit.type === "entity");
    return this.#index;
  }

  /**
   * Show that a question is searched for, and its answer when it is found; or which name of it nothing has.
   *
   * @param {State} state
   * @param {HTMLElement} [place]
   */
  show(state, place = byId("sheet")) {
    const { asked, unknown } = this.read(state);
    place.hidden = false;
    if (!asked) {
      this.stop();
      fill(place, h("div", { class: "q" }, h("h1", { id: "title" }, "No such question"), ...unknown.map((name) => this.#unknown(state, name))));
      return;
    }
    const { model } = this.app;
    const words = questionWords(model, asked.start, asked.end, asked.via);
    const name = nameOf(state);
    if (this.stopped === name) {
      fill(place, h("div", { class: "q" }, h("h1", { id: "title" }, words), h("p", { class: "v" }, "The search was stopped. ", h("button", { onClick: () => this.#again() }, "Search again"))));
      return;
    }
    if (this.running === name && place.querySelector(".searching")) return;
    const told = h("span", { class: "searching" }, `Searching ${counted(model.claims.length, "claim")} …`);
    fill(place, h("div", { class: "q" }, h("h1", { id: "title" }, words), h("p", { class: "v" }, told, " ", h("button", { class: "stop", onClick: () => this.cancel() }, "Stop"))));
    this.app.say(`Searching: ${words}`);
    this.#search(asked, name, told);
  }

  /** Search for what a view other than the sheet needs. @param {State} state */
  begin(state) {
    const { asked } = this.read(state);
    if (asked && this.stopped !== nameOf(state)) this.#search(asked, nameOf(state), h("span"));
  }

  /** @param {State} state @param {string} name */
  #unknown(state, name) {
    const hits = name ? nearest(this.#names(), name).slice(0, SUGGESTIONS) : [];
    const { entities } = this.app.model;
    const [start, end] = this.#ends(state.question);
    /** @param {string} one @param {string} id */
    const replaced = (one, id) => (one === name ? id : one);
    return h("p", { class: "v" }, name ? `Nothing is called “${name}”. ` : "A question has two ends: choose both above. ", hits.length ? "Perhaps: " : "",
      ...hits.flatMap(({ n, label }, place) => [place ? ", " : "", h("button", { class: "plain", onClick: () => this.app.open({
        view: "question", question: `${replaced(start, entities[n].id)}~${replaced(end, entities[n].id)}`, through: replaced(state.through, entities[n].id),
      }) }, label)]));
  }

  /** @param {Asked} asked @param {string} name @param {HTMLElement} told */
  async #search(asked, name, told) {
    if (this.running === name) return;
    this.running = name;
    this.stopped = "";
    document.documentElement.dataset.searching = "";
    const began = performance.now();
    const timer = setInterval(() => {
      told.textContent = `Searching ${counted(this.app.model.claims.length, "claim")}, for ${Math.round((performance.now() - began) / 1000)} s …`;
    }, TELL);
    const found = await this.question(asked, () => this.running === name);
    clearInterval(timer);
    if (!found) return;
    this.stop();
    this.app.model.questions.push(found);
    if (nameOf(this.app.state) === name) this.app.answered(found);
  }

  #again() {
    this.stopped = "";
    this.app.render();
  }

  /** Leave off searching, and say so. @returns {boolean} whether anything was searched for */
  cancel() {
    if (!this.running) return false;
    this.stopped = this.running;
    this.stop();
    this.app.render();
    this.app.say("The search was stopped.");
    return true;
  }

  /** Leave off searching. */
  stop() {
    this.running = "";
    delete document.documentElement.dataset.searching;
  }
}

/** @param {State} state */
const nameOf = ({ question, through }) => `${question} ${through}`;
