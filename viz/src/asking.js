/**
 * Questions that did not come with the file: they are searched among its claims when somebody asks them.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./paths/find.js").Answer} Answer */
/** @typedef {{start: number, end: number, via: number[]}} Asked */

import { findPaths } from "./paths/find.js";
import { Ground } from "./paths/ground.js";
import { inSlices } from "./slices.js";
import { questionFrom } from "./made.js";

export class Asking {
  /** @type {Ground | null} */
  #ground = null;
  /** the question that is searched for, by its name; empty for none */
  running = "";

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
  answer({ start, end, via }, isWanted = () => true) {
    this.#ground ??= new Ground(this.app.model);
    return inSlices(findPaths(this.#ground, start, end, { via }), isWanted);
  }

  /** The same as a question like those of the file. @param {Asked} asked @param {() => boolean} [isWanted] */
  async question(asked, isWanted) {
    const answer = await this.answer(asked, isWanted);
    return answer && questionFrom(this.app.model, answer);
  }

  /** Search for what a state asks, and show it when it is found. @param {Asked} asked @param {State} state */
  async search(asked, state) {
    const name = nameOf(state);
    if (this.running === name) return;
    this.running = name;
    const found = await this.question(asked, () => this.running === name);
    if (!found) return;
    this.running = "";
    this.app.model.questions.push(found);
    if (nameOf(this.app.state) === name) this.app.answered();
  }

  /** Leave off searching. */
  stop() {
    this.running = "";
  }
}

/** @param {State} state */
const nameOf = ({ question, through }) => `${question} ${through}`;
