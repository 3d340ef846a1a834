/**
 * The page: it holds the state, and draws every part from it.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./data.js").FirstModel} FirstModel */

import { showAnswer } from "./answer.js";
import { byId, fill, h, keepFocus } from "./dom.js";
import { exporters, svgOf } from "./exports.js";
import { countValues, facets, isShown, readHidden, writeHidden } from "./filter.js";
import { Walk } from "./keyboard.js";
import { EMPTY_SCENE } from "./elements.js";
import { hideHint, showHint } from "./hint.js";
import { idOf, showKey } from "./key.js";
import { showLegend } from "./legend.js";
import { openOf } from "./overview.js";
import { showPanel } from "./panel.js";
import { Picture } from "./picture.js";
import { buildScene, pathOf, questionName, questionOf } from "./scene.js";
import { SearchBox } from "./searchbox.js";
import { NEIGHBOURS, readHash, START, writeHash } from "./state.js";
import { showTable } from "./table.js";

const CLOSED = Object.freeze({ claim: "", node: "", cell: "", item: "" });
const FRESH = Object.freeze({
  ...CLOSED, path: 0, step: 0, hypothesis: "", mechanism: "", open: "", near: "", cites: "", limit: NEIGHBOURS, depth: 1,
});

export class App {
  /**
   * Draws the first picture, if the page opens on it; `complete` does the rest.
   *
   * @param {FirstModel} first
   */
  constructor(first) {
    /** @type {Model} until the rest is there only what the first picture needs */
    this.model = /** @type {any} */ (first);
    /** @type {import("./filter.js").Facet[]} */
    this.facets = [];
    this.start = opening(this.model);
    /** @type {State} */
    this.state = readHash(location.hash, this.start);
    this.hidden = readHidden("");
    this.scene = EMPTY_SCENE;
    /** @type {Map<string, number[]>} */
    this.related = new Map();
    this.picture = new Picture(byId("picture"), first.options, {
      onLink: (link) => this.openLink(link, false),
      onBox: (box) => this.openBox(box),
      onHover: (link, box, x, y) => showHint(this, link, box, x, y),
    });
    this.ready = false;
    if (first.questions.length && !location.hash) {
      this.#draw(false);
      showAnswer(byId("answer"), this);
    }
  }

  /** Take over the whole model and show everything. @param {Model} model */
  complete(model) {
    this.model = model;
    this.facets = facets(model);
    this.start = opening(model);
    for (const claim of model.claims) {
      for (const [name, target] of claim.relations) {
        const key = `${name} ${target}`;
        this.related.set(key, [...(this.related.get(key) ?? []), claim.n]);
      }
    }
    byId("legend").addEventListener("toggle", () => showLegend(byId("facets"), this));
    this.walk = new Walk(this, (box, link) => this.picture.mark(box, link));
    byId("picture").addEventListener("keydown", (event) => this.walk?.onKey(event));
    this.search = new SearchBox(this);
    fill(byId("jump"), ...Object.entries({ answer: "Paths", stage: "Picture", table: "Table", panel: "Evidence" }).map(([id, words]) =>
      h("button", { class: "plain", onClick: () => byId(id).scrollIntoView({ block: "start" }) }, words)));
    window.addEventListener("hashchange", () => this.read());
    window.addEventListener("popstate", () => this.read());
    window.addEventListener("beforeprint", () => this.preparePrint());
    matchMedia("print").addEventListener("change", (event) => event.matches && this.preparePrint());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.render({ keepView: true }));
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    const drawn = this.picture.network !== null;
    this.state = readHash(location.hash, this.start);
    if (!drawn) this.#draw(false);
    this.ready = true;
    this.#showWords();
    document.documentElement.dataset.ready = "";
  }

  /** Take over the state of the address. */
  read() {
    const before = this.state;
    this.state = readHash(location.hash, this.start);
    if (writeHash(before) !== writeHash(this.state)) this.render({ keepView: sameView(before, this.state) });
  }

  /**
   * Change the state; the address follows.
   *
   * @param {Partial<State>} patch
   * @param {boolean} [keepView]
   */
  set(patch, keepView) {
    if (!this.ready) return;
    const before = this.state;
    this.state = { ...this.state, ...patch };
    this.#remember(!sameView(before, this.state));
    this.render({ keepView: keepView ?? sameView(before, this.state) });
    const opened = ["claim", "node", "cell"].some((name) => /** @type {any} */ (patch)[name]);
    if (opened) this.#reveal();
  }

  /** Go to another view, with nothing open. @param {Partial<State>} patch */
  open(patch) {
    this.set({ ...FRESH, ...patch }, false);
    byId("answer").scrollTop = 0;
    byId("answer").querySelector("li.open")?.scrollIntoView({ block: "nearest" });
  }

  /** Another view is a step that the back button takes back; what is open in a view is not. @param {boolean} step */
  #remember(step) {
    const hash = writeHash(this.state, this.start);
    const address = hash ? `#${hash}` : location.pathname + location.search;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // A frame without an address of its own cannot remember; it works all the same.
    }
  }

  /** @param {Partial<State>} patch @returns {string} the address of a state */
  addressOf(patch) {
    const hash = writeHash({ ...this.state, ...patch }, this.start);
    // A frame in a notebook has no address; its links are for the same page in a file of its own.
    return `${location.protocol === "about:" ? "" : location.href.split("#")[0]}#${hash}`;
  }

  /** @param {{keepView?: boolean}} [how] */
  render({ keepView = false } = {}) {
    keepFocus(() => this.#renderAll(keepView));
  }

  /** @param {boolean} keepView */
  #renderAll(keepView) {
    this.#draw(keepView);
    this.#showWords();
  }

  /** The picture and what frames it. @param {boolean} keepView */
  #draw(keepView) {
    const { theme, wide, claim, node, cell } = this.state;
    document.documentElement.dataset.theme = theme;
    byId("main").className = [wide && "wide", (claim || node || cell) && "opened"].filter(Boolean).join(" ");
    this.hidden = readHidden(this.state.hide);
    this.scene = buildScene(this.model, this.state, (n) => this.shown(n));
    document.title = `${this.title()} · kgraph`;
    byId("title").textContent = this.title();
    this.#views();
    this.#toolbar();
    showKey(byId("key"), this);
    hideHint();
    this.picture.draw(this.scene, keepView);
  }

  #showWords() {
    showAnswer(byId("answer"), this);
    showPanel(byId("panel"), this);
    showTable(byId("table"), this);
    if (byId("legend").hasAttribute("open")) showLegend(byId("facets"), this);
    if (this.state.item) this.#reveal();
  }

  /** @returns {string} what is shown, in words */
  title() {
    const { model, state } = this;
    if (state.view === "mechanisms") {
      const asked = openOf(state);
      const open = model.mechanisms.map(({ name }) => name).filter((name) => asked.has(name)).map((name) => name.replaceAll("-", " "));
      if (open.length > 3) return `${open.length} mechanisms`;
      return open.length ? `Mechanism${open.length > 1 ? "s" : ""}: ${open.join(", ")}` : "Mechanisms and diseases";
    }
    if (state.view === "mechanism") return `Mechanism: ${state.mechanism.replaceAll("-", " ")}`;
    if (state.view === "near") return `Around ${model.entities.find(({ id }) => id === state.near)?.label ?? state.near}`;
    if (state.view === "cites") return `Claims citing ${model.references.find(({ id }) => id === state.cites)?.short ?? state.cites}`;
    const question = questionOf(model, state);
    if (state.view === "all" || !question) return "Everything";
    return `${model.entities[question.start].label} → ${model.entities[question.end].label}`;
  }

  /** @param {number} n whether the filter shows a claim */
  shown(n) {
    return !this.hidden.size || isShown(this.facets, this.hidden, this.model.claims[n]);
  }

  /** @returns {Claim[]} the claims of the picture that the filter shows */
  visibleClaims() {
    return this.scene.claims.filter((n) => this.shown(n)).map((n) => this.model.claims[n]);
  }

  /** @returns {import("./filter.js").Counts} of the claims in this view, for each facet under what the others hide */
  counts() {
    const { claims } = this.hidden.size ? buildScene(this.model, this.state, () => true) : this.scene;
    return countValues(claims.map((n) => this.model.claims[n]), this.facets, this.hidden);
  }

  /** @param {string} facet @param {string} value */
  toggle(facet, value) {
    const hidden = new Map([...this.hidden].map(([name, values]) => [name, new Set(values)]));
    const values = hidden.get(facet) ?? new Set();
    if (!values.delete(value)) values.add(value);
    hidden.set(facet, values);
    this.#filter(hidden, idOf("f", facet, value));
  }

  /** @param {string} facet @param {string} value */
  only(facet, value) {
    const all = this.facets.find(({ name }) => name === facet)?.values ?? [];
    const hidden = new Map(this.hidden);
    hidden.set(facet, new Set(all.map(([name]) => name).filter((name) => name !== value)));
    this.#filter(hidden, idOf("f", facet, value));
  }

  /** @param {Map<string, Set<string>>} hidden @param {string} focus */
  #filter(hidden, focus) {
    this.set({ hide: writeHidden(hidden) }, true);
    if (byId("legend").contains(document.activeElement)) document.getElementById(focus)?.focus();
    this.say(`${this.visibleClaims().length} claims in the picture`);
  }

  /** @param {number} claim @param {string} name @returns {number[]} the claims that dispute, qualify … it */
  relatedTo(claim, name) {
    return this.related.get(`${name} ${claim}`) ?? [];
  }

  /** @param {Link} link @param {boolean} focus */
  openLink(link, focus) {
    if (link.cell) this.set({ ...CLOSED, cell: link.cell });
    else {
      const arrow = this.model.arrows[link.arrow];
      if (!arrow) return;
      const first = link.claim >= 0 ? link.claim : arrow.claims.find((n) => this.shown(n)) ?? arrow.claims[0];
      this.set({ ...CLOSED, claim: first === undefined ? `opposite:${arrow.n}` : this.model.claims[first].id });
    }
    if (focus) byId("panel").focus();
  }

  /** @param {import("./scene.js").Box} box */
  openBox(box) {
    if (!this.ready) return;
    if (box.what === "mechanism") this.toggleMechanism(this.model.mechanisms[box.n].name);
    else if (box.what === "entity") this.set({ ...CLOSED, node: this.model.entities[box.n].id });
  }

  /** Open or close a mechanism in the overview, where it stands. @param {string} name */
  toggleMechanism(name) {
    const open = openOf(this.state);
    if (!open.delete(name)) open.add(name);
    const ordered = this.model.mechanisms.map((mechanism) => mechanism.name).filter((other) => open.has(other));
    this.set({ ...CLOSED, view: "mechanisms", open: ordered.join(","), hypothesis: "", step: 0 }, false);
    this.say(`${name.replaceAll("-", " ")}: ${open.has(name) ? "open" : "closed"}`);
  }

  /** @param {string} id */
  openHypothesis(id) {
    const found = this.model.hypotheses.find((hypothesis) => hypothesis.id === id);
    if (!found) return;
    const question = this.model.questions.find(({ start, end }) => start === found.start && end === found.end);
    if (question) this.open({ view: "question", question: questionName(this.model, question), hypothesis: id });
    else this.open({ view: "mechanisms", open: found.mechanism, hypothesis: id });
  }

  /** @param {number} by */
  step(by) {
    const path = pathOf(this.model, this.state);
    if (!path) return;
    this.goToStep(Math.min(path.steps.length, Math.max(1, this.state.step + by)));
  }

  /** @param {number} number */
  goToStep(number) {
    const path = pathOf(this.model, this.state);
    const step = path?.steps[number - 1];
    if (!path || !step) return;
    const claim = step.claims.length ? this.model.claims[step.claims[0]].id : `opposite:${step.arrow}`;
    this.set({ ...CLOSED, step: number, claim }, true);
    this.say(`Step ${number} of ${path.steps.length}${path.weakest === number ? ", the weakest" : ""}`);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.picture.zoom(factor);
  }

  /** @param {string} words for screen readers, and shown for a moment */
  say(words) {
    byId("live").textContent = words;
  }

  /** @param {string} text @param {string} what */
  async copy(text, what) {
    try {
      // A frame in a notebook may not, and asking would be complained about.
      if (location.protocol === "about:") throw new Error("a frame");
      await navigator.clipboard.writeText(text);
    } catch {
      // Where the clipboard may not be used directly, a selected text area may.
      const area = h("textarea", { class: "hidden", "aria-hidden": "true" }, text);
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    this.say(`${what}: copied`);
  }

  preparePrint() {
    document.querySelectorAll("details").forEach((part) => part.setAttribute("open", ""));
    fill(byId("print-picture"), svgOf(this));
  }

  #reveal() {
    const panel = byId("panel");
    panel.scrollTop = 0;
    const item = this.state.item && panel.querySelector(".item.marked");
    if (item) item.scrollIntoView({ block: "nearest" });
    // On a phone the panel lies below the picture.
    if (panel.getBoundingClientRect().top > window.innerHeight - 80) panel.scrollIntoView({ block: "start" });
  }

  #views() {
    const { view } = this.state;
    const dark = this.state.theme ? this.state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    /** @param {State["view"]} name @param {string} words */
    const button = (name, words) => h("button", {
      "aria-pressed": String(view === name || (name === "mechanisms" && view === "mechanism")),
      onClick: () => this.open({ view: name }),
    }, words);
    fill(byId("views"), button("question", "Paths"), button("mechanisms", "Mechanisms"), button("all", "Everything"),
      h("button", { class: "theme", onClick: () => this.set({ theme: dark ? "light" : "dark" }) }, dark ? "Light" : "Dark"));
  }

  #toolbar() {
    fill(byId("toolbar"),
      h("button", { "aria-label": "Zoom in", onClick: () => this.zoom(1.3) }, "+"), h("button", { "aria-label": "Zoom out", onClick: () => this.zoom(0.77) }, "−"),
      h("button", { onClick: () => this.picture.fit() }, "Fit"),
      h("button", { "aria-pressed": String(Boolean(this.state.wide)), title: "The picture over the whole width", onClick: () => this.set({ wide: this.state.wide ? 0 : 1 }, false) }, "Wide"),
      h("button", { "aria-pressed": String(Boolean(this.state.apart)), id: "apart", title: "One arrow for each claim", onClick: () => this.set({ apart: this.state.apart ? 0 : 1 }, true) }, "Claims apart"),
      h("button", { onClick: () => byId("table").focus() }, "Table"),
      h("span", { class: "gap" }), h("span", { class: "note" }, "Save:"),
      ...exporters(this).map(([name, run]) => h("button", { onClick: run }, name)), h("button", { onClick: () => window.print() }, "Print"));
    if (this.scene.note) byId("toolbar").append(h("p", { class: "note wide" }, this.scene.note));
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
    }
    if (event.key === "Escape" && !typing) this.set({ ...CLOSED });
  }
}

/** @param {Model} model @returns {State} */
function opening(model) {
  const { mechanism, hypothesis } = model.opening;
  // A mechanism to open on is one that stands open among the others.
  const view = model.opening.view === "mechanism" ? "mechanisms" : model.opening.view;
  const question = model.questions[0] ? questionName(model, model.questions[0]) : "";
  return { ...START, view: /** @type {State["view"]} */ (view), question, open: mechanism, hypothesis };
}

/** @param {State} a @param {State} b */
function sameView(a, b) {
  const names = /** @type {const} */ (["view", "question", "hypothesis", "mechanism", "open", "near", "cites", "depth", "limit"]);
  return names.every((name) => a[name] === b[name]);
}
