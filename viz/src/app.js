/**
 * The page: it holds the state, and draws every part from it.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./data.js").FirstModel} FirstModel */

import { showAnswer } from "./answer.js";
import { AskBox } from "./askbox.js";
import { Asking } from "./asking.js";
import { byId, fill, h, keepFocus, put } from "./dom.js";
import { exporters, papersOf, svgOf } from "./exports.js";
import { countValues, facets, isShown, readHidden, writeHidden } from "./filter.js";
import { Walk } from "./keyboard.js";
import { EMPTY_SCENE } from "./elements.js";
import { hideHint, showHint } from "./hint.js";
import { idOf, showKey, showLaneKey } from "./key.js";
import { makeOneStop, nameOf, walkRows } from "./lane_keys.js";
import { showLegend } from "./legend.js";
import { firstOf, showList } from "./list.js";
import { showViews, VIEW_NAMES } from "./nav.js";
import { againstOf, sheetOf } from "./made_sheet.js";
import { showPanel } from "./panel.js";
import { Picture } from "./picture.js";
import { lanesOf, showQuestion } from "./question.js";
import { showReferences } from "./reference_list.js";
import { buildScene, pathOf, questionName, questionOf } from "./scene.js";
import { SearchBox } from "./searchbox.js";
import { GRAPHS, NEIGHBOURS, PAGES, readHash, START, writeHash } from "./state.js";
import { makeSortable } from "./sort.js";
import { sheetsOf } from "./svg.js";
import { showTable } from "./table.js";
import { counted, markOf, phrase } from "./words.js";

// How long words stand there, in milliseconds.
const TOAST = 6000;
const CLOSED = Object.freeze({ claim: "", node: "", cell: "", item: "" });
const FRESH = Object.freeze({
  ...CLOSED, path: 0, step: 0, hypothesis: "", mechanism: "", through: "", open: "", near: "", cites: "", limit: NEIGHBOURS, depth: 1,
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
    this.asking = new Asking(this);
    /** @type {{start?: number, end?: number}} the end of a question that was chosen first, where none was asked before */
    this.half = {};
    /** whether the scene stands there as a list */
    this.listed = false;
    /** the chosen row or arrow, by its name, while rows are drawn anew */
    this.lane = "";
    // What had the focus before the panel opened, and gets it back.
    /** @type {string} */
    this.opener = "";
    /** @type {Map<import("./data.js").Question, Node[]>} the sheets that were shown */
    this.sheets = new Map();
    /** @type {import("./data.js").Question | undefined} whose sheet stands there */
    this.sheet = undefined;
    this.page = "";
    if (first.questions.length && !location.hash) {
      this.#frame();
      showQuestion(this);
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
    this.#takeSheets();
    byId("legend").addEventListener("toggle", () => showLegend(byId("facets"), this));
    this.walk = new Walk(this, (box, link) => this.picture.mark(box, link));
    byId("picture").addEventListener("keydown", (event) => this.walk?.onKey(event));
    this.search = new SearchBox(this);
    this.boxes = {
      from: new AskBox(this, "from", (n) => this.ask(n, undefined)),
      to: new AskBox(this, "to", (n) => this.ask(undefined, n)),
      through: new AskBox(this, "through", (n) => this.open({ view: "question", through: this.model.entities[n].id }), () => this.open({ view: "question" })),
    };
    for (const id of ["sheet", "opened"]) {
      byId(id).addEventListener("keydown", (event) => walkRows(event, byId(id)));
      byId(id).addEventListener("focusin", (event) => { this.lane = nameOf(/** @type {HTMLElement} */ (event.target)); });
      byId(id).addEventListener("pointerover", (event) => this.#light(/** @type {HTMLElement} */ (event.target)));
    }
    byId("content").addEventListener("click", (event) => this.#follow(event));
    byId("skip").addEventListener("click", (event) => this.#skip(event));
    // A window that grows or shrinks may have room for a picture, or no longer.
    new ResizeObserver(() => this.#fitted()).observe(byId("middle"));
    window.addEventListener("hashchange", () => this.read());
    window.addEventListener("popstate", () => this.read());
    window.addEventListener("beforeprint", () => this.preparePrint());
    matchMedia("print").addEventListener("change", (event) => event.matches && this.preparePrint());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.render({ keepView: true }));
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    this.state = this.#settled(readHash(location.hash, this.start));
    this.ready = true;
    this.#renderAll(false);
    document.documentElement.dataset.ready = "";
  }

  /** The sheets of the questions; that of the opening stands on the page already. */
  #takeSheets() {
    const { model } = this;
    const picture = byId("sheet").querySelector("noscript")?.textContent ?? "";
    this.sheet = model.questions[model.sheets.indexOf("")];
    if (picture) put(byId("print-lanes"), picture);
  }

  /** A claim is shown on a question whose rows rest on it, or, where there is none, among its neighbours. @param {State} raw @returns {State} */
  #settled(raw) {
    const state = this.asking.canonical(raw);
    const claim = this.model.claims.find(({ id }) => id === state.claim);
    if (state.view !== "question" || !claim || claim.subject < 0) return state;
    const rests = (/** @type {import("./data.js").Question} */ { chains, direct = [] }) =>
      [...direct, ...chains.flatMap(([, chain, variants]) => [chain, ...variants.map((steps) => ({ steps }))])].some(({ steps }) => steps.some(({ claims }) => claims.includes(claim.n)));
    const question = questionOf(this.model, state);
    // One that is still searched for may rest on it.
    if (!question || rests(question)) return state;
    const other = this.model.questions.find(rests);
    if (other) return { ...state, question: questionName(this.model, other), through: other.through ?? "", mechanism: "" };
    return { ...state, view: "near", near: this.model.entities[claim.subject].id };
  }

  /** Take over the state of the address. */
  read() {
    const before = this.state;
    this.state = this.#settled(readHash(location.hash, this.start));
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
    window.scrollTo(0, 0);
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

  /** What stands around the views: title, boxes, tabs, and which part is seen. */
  #frame() {
    const { theme, wide, claim, node, cell, view } = this.state;
    const opened = Boolean(claim || node || cell);
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.view = PAGES.includes(view) ? "page" : GRAPHS.includes(view) ? "graph" : "question";
    byId("main").className = [wide && "wide", opened && "opened"].filter(Boolean).join(" ");
    this.hidden = readHidden(this.state.hide);
    const isQuestion = view === "question";
    byId("graph").hidden = !GRAPHS.includes(view);
    byId("page").hidden = !PAGES.includes(view);
    byId("legend").hidden = PAGES.includes(view);
    if (!isQuestion) byId("sheet").hidden = byId("opened").hidden = true;
    document.title = `${this.title()} · kgraph`;
    showViews(this);
  }

  /** The part of the page that the view is about. @param {boolean} keepView */
  #draw(keepView) {
    this.#frame();
    const { view } = this.state;
    const asked = this.asked();
    if (view === "question" && !questionOf(this.model, this.state) && this.state.question) {
      this.#keepSheet();
      byId("opened").hidden = true;
      this.scene = EMPTY_SCENE;
      this.asking.show(this.state);
    } else if (view === "question") {
      this.#takeSheet();
      this.scene = { ...EMPTY_SCENE, claims: this.#laneClaims() };
      showQuestion(this);
      const place = byId(byId("opened").hidden ? "sheet" : "opened");
      const key = place.querySelector(".lane-keys");
      if (key instanceof HTMLElement) showLaneKey(key, this);
      makeOneStop(place, this.lane);
    } else if (PAGES.includes(view)) {
      this.scene = EMPTY_SCENE;
      this.#takePage(view);
    } else {
      if (view === "paths" && !questionOf(this.model, this.state)) this.asking.begin(this.state);
      this.scene = buildScene(this.model, this.state, (n) => this.shown(n));
      byId("graph-title").textContent = this.title();
      showKey(byId("key"), this);
      hideHint();
      this.#takeScene(keepView);
      this.#toolbar();
    }
    byId("skip").setAttribute("href", document.getElementById("lanes") ? "#lanes" : "#main");
    const label = (/** @type {number | undefined} */ n) => (n === undefined ? "" : this.model.entities[n].label);
    this.boxes?.from.show(label(asked.start));
    this.boxes?.to.show(label(asked.end));
    this.boxes?.through.show(asked.via.map(label).join(", "));
  }

  /** @returns {{start?: number, end?: number, via: number[]}} what is asked, found or not; an end that is still to be chosen is missing */
  asked() {
    const question = questionOf(this.model, this.state);
    if (question?.answer) return question.answer;
    if (question) return { start: question.start, end: question.end, via: [] };
    return (this.ready && this.asking.read(this.state).asked) || { ...this.half, via: [] };
  }

  /** The scene as a picture, or where that could not be read as a list. @param {boolean} keepView */
  #takeScene(keepView) {
    const { scene } = this;
    const asList = Boolean(scene.chain.length || scene.cells.length && !scene.boxes.length) || !Picture.isLegible(scene, byId("middle").clientWidth);
    this.listed = asList && scene.boxes.length > 0;
    byId("stage").hidden = asList || !scene.boxes.length;
    showList(byId("list"), this);
    if (!byId("stage").hidden) this.picture.draw(scene, keepView);
  }

  #fitted() {
    const { clientWidth } = byId("middle");
    if (!clientWidth || !GRAPHS.includes(this.state.view) || this.scene.chain.length || !this.scene.boxes.length) return;
    if (Picture.isLegible(this.scene, clientWidth) === this.listed) this.render({ keepView: false });
  }

  /** A page of words, in place of another; one that stands there already stays as it was sorted. @param {State["view"]} view */
  #takePage(view) {
    const question = questionOf(this.model, this.state);
    const name = view === "against" && question ? `against ${this.model.questions.indexOf(question)}` : view;
    if (this.page === name && !(view === "against" && !question)) return;
    this.page = name;
    if (view === "references") showReferences(byId("page"), this);
    else if (view === "against" && !question) {
      this.page = "";
      byId("page").replaceChildren();
      if (this.state.question) this.asking.show(this.state, byId("page"));
    } else if (view === "against" && question?.answer) fill(byId("page"), ...againstOf(this, question));
    else put(byId("page"), this.model.pages[name] ?? "");
    makeSortable(byId("page"));
  }

  /** The sheet of the question, in place of another. */
  #takeSheet() {
    const question = questionOf(this.model, this.state);
    if (!question || question === this.sheet) return;
    this.#keepSheet();
    const known = this.sheets.get(question);
    if (known) byId("sheet").replaceChildren(...known);
    else if (question.answer) fill(byId("sheet"), ...sheetOf(this, question));
    else put(byId("sheet"), this.model.sheets[this.model.questions.indexOf(question)]);
    this.sheet = question;
  }

  /** The sheet that is on the page is kept, before another one takes its place. */
  #keepSheet() {
    if (this.sheet) this.sheets.set(this.sheet, [...byId("sheet").childNodes]);
    this.sheet = undefined;
  }

  /** @returns {number[]} the claims that the rows of the question rest on */
  #laneClaims() {
    const question = questionOf(this.model, this.state);
    if (!question) return [];
    // Under a filter, what is drawn: the routes that it leaves.
    const chains = this.state.hide && !this.state.mechanism ? lanesOf(this, question).lanes.map(({ chain }) => chain) : this.state.mechanism
      ? question.chains.filter(([at]) => question.lanes[at].mechanism === this.state.mechanism).map(([, chain]) => chain)
      : question.lanes.flatMap(({ best }) => best);
    return [...new Set(chains.flatMap(({ steps }) => steps.flatMap(({ claims }) => claims)))];
  }

  #showWords() {
    const { claim, node, cell, item, view } = this.state;
    const graph = GRAPHS.includes(view);
    byId("panel").hidden = !(claim || node || cell);
    if (graph) {
      showAnswer(byId("answer"), this);
      showTable(byId("table"), this);
    }
    if (!byId("panel").hidden) showPanel(byId("panel"), this);
    if (byId("legend").hasAttribute("open") && !byId("legend").hidden) showLegend(byId("facets"), this);
    if (item) this.#reveal();
  }

  /** @returns {string} what is shown, in words */
  title() {
    const { model, state } = this;
    if (state.view === "mechanism") return `Mechanism: ${state.mechanism.replaceAll("-", " ")}`;
    if (state.view === "near") return `Around ${model.entities.find(({ id }) => id === state.near)?.label ?? state.near}`;
    if (state.view === "cites") return `Claims citing ${model.references.find(({ id }) => id === state.cites)?.short ?? state.cites}`;
    const { start, end, via } = this.asked();
    const hypothesis = state.view === "paths" && model.hypotheses?.find(({ id }) => id === state.hypothesis);
    if (hypothesis) return `${hypothesis.label} → ${model.entities[hypothesis.end].label}`;
    if (PAGES.includes(state.view)) return VIEW_NAMES[state.view];
    if (state.view === "all" || start === undefined || end === undefined) return "Everything";
    return [start, ...via, end].map((n) => model.entities[n].label).join(" → ");
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
    const { claims } = this.hidden.size && this.state.view !== "question" ? buildScene(this.model, this.state, () => true) : this.scene;
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
    const arrow = this.model.arrows[link.arrow];
    if (!arrow) return;
    const first = link.claim >= 0 ? link.claim : arrow.claims.find((n) => this.shown(n)) ?? arrow.claims[0];
    this.set({ ...CLOSED, claim: first === undefined ? `opposite:${arrow.n}` : this.model.claims[first].id });
    if (focus) byId("panel").focus();
  }

  /** Open the evidence of a step of a row. @param {import("./data.js").Step} step */
  openStep(step) {
    if (!this.ready) return;
    this.opener = this.lane;
    this.set({ ...CLOSED, claim: step.claims.length ? this.model.claims[step.claims.find((n) => this.shown(n)) ?? step.claims[0]].id : `opposite:${step.arrow}` });
    byId("panel").focus({ preventScroll: true });
  }

  /** Open a mechanism of the question in full width, or with an empty name all of them. @param {string} mechanism */
  openMechanism(mechanism) {
    if (!this.ready) return;
    this.set({ ...CLOSED, view: "question", mechanism, limit: NEIGHBOURS }, false);
    window.scrollTo(0, 0);
    byId("main").focus({ preventScroll: true });
  }

  /**
   * The kind of study behind a step, of the claims that the filter leaves; null where a step carries no evidence.
   *
   * @param {import("./data.js").Question} question
   * @param {import("./data.js").Step} step
   * @returns {import("./data.js").Grade | null}
   */
  gradeOf(question, step) {
    const grade = question.grades.get(step.n) ?? null;
    if (!grade || !this.ready || !this.hidden.size || step.claims.every((n) => this.shown(n))) return grade;
    const left = step.claims.filter((n) => this.shown(n)).map((n) => this.model.claims[n]);
    const study = Object.keys(this.model.words.basis).find((name) => left.some(({ basis }) => basis === name)) ?? "statement";
    // How many papers are left is not counted anew.
    return { ...grade, study, chip: markOf(this.model, "basis", study), words: phrase(this.model, "basis", study) };
  }

  /** Ask from one thing to another; what is not given stays. @param {number} [start] @param {number} [end] */
  ask(start, end) {
    const { entities } = this.model;
    const now = this.asked();
    this.half = { start: start ?? now.start, end: end ?? now.end };
    if (this.half.start !== undefined && this.half.end !== undefined) {
      this.open({ view: "question", question: `${entities[this.half.start].id}~${entities[this.half.end].id}`, through: this.state.through });
    } else {
      this.tell(this.half.start === undefined ? "Choose what acts on it." : "Choose what it acts on.");
      byId(this.half.start === undefined ? "from" : "to").focus();
    }
  }

  /** Show the answer that was searched for. @param {import("./data.js").Question} question */
  answered(question) {
    this.state = this.#settled(this.state);
    this.render();
    const { lanes, direct = [], because } = question;
    this.say(because ? `No path. ${because}` : `Found: ${counted(lanes.length, "row")}${direct.length ? `, ${counted(direct.length, "route")} without a mechanism between` : ""}.`);
  }

  /** Lights every row that uses the same arrow. @param {HTMLElement} target */
  #light(target) {
    const arrow = target.closest("[data-arrow]")?.getAttribute("data-arrow") ?? "";
    for (const one of document.querySelectorAll(".lanes [data-arrow]")) one.classList.toggle("lit", Boolean(arrow) && one.getAttribute("data-arrow") === arrow);
  }

  /** Links of a sheet or a page: other views, claims, and the numbers of references. @param {MouseEvent} event */
  #follow(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest("a[href^='#']");
    const address = target?.getAttribute("href") ?? "";
    if (!address) return;
    event.preventDefault();
    if (/^#r\d+$/.test(address)) {
      const reference = byId(address.slice(1));
      reference.tabIndex = -1;
      reference.focus();
      reference.scrollIntoView({ block: "center" });
      return;
    }
    const patch = Object.fromEntries(new URLSearchParams(address.slice(1)));
    if (patch.claim || patch.cell) this.set({ ...CLOSED, ...patch });
    else this.open(patch);
  }

  /** @param {MouseEvent} event */
  #skip(event) {
    event.preventDefault();
    this.#middle().focus();
  }

  /** @param {import("./scene.js").Box} box */
  openBox(box) {
    if (this.ready) this.set({ ...CLOSED, node: this.model.entities[box.n].id });
  }

  /** Open a mechanism of a disease: its chains where the file holds an answer that has it, else all its claims. @param {string} mechanism @param {string} disease */
  openLanes(mechanism, disease) {
    const { model } = this;
    const found = model.questions.find(({ end, lanes }) => (!disease || model.entities[end].id === disease) && lanes.some((row) => row.mechanism === mechanism));
    this.open(found ? { view: "question", question: questionName(model, found), mechanism } : { view: "mechanism", mechanism });
  }

  /** @param {string} id */
  openHypothesis(id) {
    const found = this.model.hypotheses.find((hypothesis) => hypothesis.id === id);
    if (!found) return;
    const question = this.model.questions.find(({ start, end }) => start === found.start && end === found.end);
    if (question) this.open({ view: "paths", question: questionName(this.model, question), hypothesis: id });
    else this.open({ view: "paths", hypothesis: id });
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

  /** @param {string} words for screen readers */
  say(words) {
    byId("live").textContent = words;
  }

  /** @param {string} words for everybody, for a moment */
  tell(words) {
    this.say(words);
    const live = byId("live");
    live.className = "toast";
    setTimeout(() => { live.className = "hidden"; }, TOAST);
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
    this.tell(`${what}: copied${/\blink\b/i.test(what) ? ". It opens in this file, so the file has to go with it" : ""}`);
  }

  preparePrint() {
    // The picture for paper has its key inside, and of the curated chains a count is enough.
    document.querySelectorAll("details:not(#key details, #answer details)").forEach((part) => part.setAttribute("open", ""));
    if (!GRAPHS.includes(this.state.view)) return;
    fill(byId("print-picture"), ...sheetsOf(svgOf(this), this.scene));
    fill(byId("print-papers"), ...papersOf(this).map((line) => h("p", {}, line)));
  }

  /** Close the panel; the focus goes back to what opened it. */
  close() {
    const opened = Boolean(this.state.claim || this.state.node || this.state.cell);
    this.set({ ...CLOSED });
    if (!opened) return;
    this.#middle().focus({ preventScroll: true });
  }

  /** What the view is about: its rows, its picture, or the list in place of it. @returns {HTMLElement} */
  #middle() {
    const place = this.state.view === "question"
      ? /** @type {HTMLElement | null} */ (document.querySelector("#content .lanes [tabindex='0']"))
      : GRAPHS.includes(this.state.view) ? (byId("stage").hidden ? firstOf(byId("list")) : byId("picture")) : null;
    return place ?? byId("main");
  }

  #reveal() {
    const panel = byId("panel");
    panel.scrollTop = 0;
    const item = this.state.item && panel.querySelector(".item.marked");
    if (item) item.scrollIntoView({ block: "nearest" });
    // On a phone the panel lies below the picture.
    if (panel.getBoundingClientRect().top > window.innerHeight - 80) panel.scrollIntoView({ block: "start" });
  }

  #toolbar() {
    const drawn = !byId("stage").hidden;
    fill(byId("toolbar"),
      drawn ? [h("button", { "aria-label": "Zoom in", onClick: () => this.zoom(1.3) }, "+"), h("button", { "aria-label": "Zoom out", onClick: () => this.zoom(0.77) }, "−"),
        h("button", { onClick: () => this.picture.fit() }, "Fit")] : null,
      h("button", { "aria-pressed": String(Boolean(this.state.wide)), title: "The picture over the whole width", onClick: () => this.set({ wide: this.state.wide ? 0 : 1 }, false) }, "Wide"),
      h("button", { "aria-pressed": String(Boolean(this.state.apart)), id: "apart", title: "One arrow for each claim", onClick: () => this.set({ apart: this.state.apart ? 0 : 1 }, true) }, "Claims apart"),
      h("button", { onClick: () => byId("table").focus() }, "Table"),
      h("span", { class: "gap" }), h("span", { class: "note" }, "Save:"),
      ...exporters(this).map(([name, run]) => h("button", { onClick: run }, name)), h("button", { onClick: () => window.print() }, "Print"));
    if (this.listed && !this.scene.chain.length) byId("toolbar").append(h("p", { class: "note wide" }, "Too narrow here for a picture that can be read: its arrows as a list."));
    if (this.scene.note) byId("toolbar").append(h("p", { class: "note wide" }, this.scene.note));
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("more").hidden = false;
      byId("search").focus();
    }
    if (event.key === "Escape" && !typing && !this.asking.cancel()) this.close();
  }
}

/** @param {Model} model @returns {State} */
function opening(model) {
  const { mechanism, hypothesis } = model.opening;
  const question = model.questions[0] ? questionName(model, model.questions[0]) : "";
  const { hypotheses } = model;
  const answered = mechanism && model.questions.some(({ lanes }) => lanes.some((row) => row.mechanism === mechanism));
  if (answered) return { ...START, view: "question", question, mechanism };
  return { ...START, view: /** @type {State["view"]} */ (hypothesis && hypotheses ? "paths" : model.opening.view), question, mechanism, hypothesis };
}

/** @param {State} a @param {State} b */
function sameView(a, b) {
  const names = /** @type {const} */ (["view", "question", "hypothesis", "mechanism", "through", "open", "near", "cites", "depth", "limit"]);
  return names.every((name) => a[name] === b[name]);
}
