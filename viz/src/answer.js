/**
 * The question and its paths in words, and the stepping through them.
 */

/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./data.js").Hypothesis} Hypothesis */
/** @typedef {import("./app.js").App} App */

import { append, fill, h } from "./dom.js";
import { pathsUnder } from "./narrowed.js";
import { pathOf, questionName, questionOf } from "./scene.js";
import { arrowWords, capital, counted, pathRemarks, pathWords, phrase } from "./words.js";

// Letters are at least so wide on the average, and lines at least so high, in pixels.
const [LETTER, LINE] = [6, 18];

/** @param {HTMLElement} place @param {App} app */
export function showAnswer(place, app) {
  const { view } = app.state;
  if (view === "paths") question(place, app);
  else if (view === "mechanism") mechanism(place, app);
  else if (view === "near") near(place, app);
  else if (view === "cites") cites(place, app);
  else {
    fill(place, h("h2", {}, "Everything"),
      h("p", {}, "How many claims lead from each kind of thing (rows) to each (columns). A number opens its claims; search, or the filter, leads to single ones."));
  }
}

/** @param {HTMLElement} place @param {App} app */
function question(place, app) {
  const { model } = app;
  const asked = questionOf(model, app.state);
  if (!asked && app.asking.running) {
    fill(place, h("h2", {}, "Searching …"));
    return;
  }
  if (!asked) {
    fill(place, h("h2", {}, "No question"), h("p", {}, "This graph holds no question yet; search for an entity."));
    return;
  }
  const label = (/** @type {number} */ n) => model.entities[n].label;
  fill(place, h("h2", {}, "Question"),
    h("p", { class: "question" }, "How might ", h("b", {}, label(asked.start)), " act on ", h("b", {}, label(asked.end)), "?"),
    model.several ? chooser(app, questionName(model, asked)) : null);
  if (asked.because) append(place, [h("p", { class: "slip" }, `No path. ${asked.because}`)]);
  let number = 0;
  // With the first picture come the paths that a window has room for; those below its edge follow with the rest of the data.
  const room = app.ready ? Infinity : roomFor(model, asked.paths, place.clientWidth);
  const left = pathsUnder(model, asked, app.ready && app.state.hide ? (n) => app.shown(n) : null);
  const effects = new Set([...Object.keys(model.words.effect), ...left.paths.map((path) => path.effect)]);
  for (const effect of effects) {
    if (number >= room) return;
    const title = capital(phrase(model, "effect", effect));
    const all = asked.paths.filter((path) => path.effect === effect);
    const paths = left.paths.filter((path) => path.effect === effect);
    const known = asked.found?.[effect] ?? all.length;
    const count = left === asked ? `the best ${all.length} of ${known} routes` : `${paths.length ? `the best ${paths.length}` : "none"} under this filter`;
    if (all.length || paths.length) append(place, [h("h3", { class: `effect ${effect}` }, `${title}: ${count}`)]);
    const list = h("ol", { class: "paths", start: number + 1 });
    for (const path of paths.slice(0, room - number)) list.append(item(app, path, asked.paths.indexOf(path) + 1));
    number += paths.length;
    if (paths.length) place.append(list);
  }
  if (asked.outcomes.length) {
    const list = h("ol", { class: "paths", start: number + 1 });
    left.outcomes.forEach((path) => list.append(item(app, path, asked.paths.length + asked.outcomes.indexOf(path) + 1)));
    append(place, [h("h3", { class: "effect" }, `Outcome evidence (${left.outcomes.length})`), h("p", { class: "note" }, "No mechanism between the two ends."), list]);
  }
  if (left === asked) append(place, asked.shared.map((note) => h("p", { class: "note" }, note)));
  if (left === asked && asked.paths.length && !asked.paths.some(({ effect }) => effect === "harms")) append(place, [h("p", { class: "note" }, "No harmful path within the hop limit.")]);
  if (left === asked && asked.more) append(place, [h("p", { class: "note" }, "There are more paths than the best of each direction shown here.")]);
  if (!asked.complete) append(place, [h("p", { class: "slip" }, "The search was cut by its limits; better paths may be missing.")]);
  if (!app.ready) return;
  if (asked.hypotheses.length) {
    const open = asked.hypotheses.some((n) => model.hypotheses[n].id === app.state.hypothesis);
    append(place, [h("details", { open }, h("summary", {}, `Curated hypotheses (${asked.hypotheses.length})`),
      h("ul", { class: "paths" }, ...asked.hypotheses.map((n) => hypothesisItem(app, model.hypotheses[n]))))]);
  }
}

/**
 * How many of the first paths a window has room for, or some more.
 *
 * @param {import("./data.js").Model} model
 * @param {Path[]} paths
 * @param {number} width of a line, in pixels
 */
function roomFor(model, paths, width) {
  const lines = (/** @type {string} */ text) => Math.ceil((text.length * LETTER) / width);
  let left = window.innerHeight;
  const end = paths.findIndex((path) => (left -= LINE * (lines(pathWords(model, path)) + lines(pathRemarks(model, path)))) < 0);
  return end < 0 ? Infinity : end + 1;
}

/** @param {App} app @param {string} chosen */
function chooser(app, chosen) {
  const { model } = app;
  const select = h("select", { id: "question", onChange: () => app.open({ view: "paths", question: select.value }) },
    ...model.questions.filter(({ through }) => !through).map((q) => h("option", { value: questionName(model, q), selected: questionName(model, q) === chosen },
      `${model.entities[q.start].label} → ${model.entities[q.end].label}`)));
  return h("p", {}, h("label", { for: "question" }, "Another question "), select);
}

/** @param {App} app @param {Path} path @param {number} number */
function item(app, path, number) {
  // A path that a filter brings forward has no number in the address.
  const open = number > 0 && app.state.path === number && !app.state.hypothesis;
  return h("li", { class: open ? "open" : "", "data-path": number },
    number > 0 ? h("button", { class: "path", "aria-expanded": String(open), onClick: () => app.set(open ? { path: 0, step: 0 } : { path: number, step: 0, hypothesis: "", claim: "", node: "" }) },
      pathWords(app.model, path)) : h("p", { class: "path" }, pathWords(app.model, path)),
    h("p", { class: "remark" }, pathRemarks(app.model, path)), open ? steps(app, path) : null);
}

/** @param {App} app @param {Hypothesis} found */
function hypothesisItem(app, found) {
  const open = app.state.hypothesis === found.id;
  return h("li", { class: open ? "open" : "" },
    h("button", { class: "path", "aria-expanded": String(open), onClick: () => (open ? app.set({ hypothesis: "", step: 0 }) : app.openHypothesis(found.id)) }, found.label),
    h("p", { class: "remark" }, `${capital(phrase(app.model, "effect", found.effect))} · ${found.mechanism.replaceAll("-", " ")} · ${pathRemarks(app.model, found)}`),
    open ? steps(app, found) : null);
}

/** @param {App} app @param {Path} path */
function steps(app, path) {
  const { model, state } = app;
  return h("div", { class: "steps" },
    h("p", { class: "actions" },
      h("button", { onClick: () => app.step(-1) }, "◀ Step"), h("button", { onClick: () => app.step(1) }, "Step ▶"),
      h("span", { class: "note" }, state.step ? `step ${state.step} of ${path.steps.length}` : counted(path.steps.length, "step"))),
    h("ol", {}, ...path.steps.map((step, place) => {
      const arrow = model.arrows[step.arrow];
      const line = `${model.entities[arrow.from].label} ${arrowWords(model, arrow)} ${model.entities[arrow.to].label}`;
      const notes = [
        step.note, step.reversed && !step.note ? phrase(model, "flag", "backwards") : "", `confidence ${step.confidence}`,
        ...step.flags.map((flag) => phrase(model, "flag", flag)),
        step.claims.some((n) => app.shown(n)) || !step.claims.length ? "" : "hidden by the filter",
      ].filter(Boolean);
      return h("li", { class: path.weakest === place + 1 ? "weakest" : "" },
        h("button", { class: "plain", "aria-current": state.step === place + 1 ? "step" : null, onClick: () => app.goToStep(place + 1) }, capital(line)),
        h("span", { class: "remark" }, ` ${notes.join(" · ")}`), path.weakest === place + 1 ? h("strong", { class: "weak" }, " weakest step") : null);
    })));
}

/** @param {App} app @param {string} name */
function chainList(app, name) {
  const { model } = app;
  const chosen = pathOf(model, { ...app.state, path: 0 });
  return h("ul", { class: "paths" }, ...model.hypotheses.filter(({ mechanism }) => mechanism === name).map((chain) => {
    const open = chain === chosen;
    return h("li", { class: open ? "open" : "" },
      h("button", { class: "path", "aria-expanded": String(open), onClick: () => app.set({ hypothesis: open ? "" : chain.id, step: 0 }, true) }, `${chain.label} → ${model.entities[chain.end].label}`),
      h("p", { class: "remark" }, `${capital(phrase(model, "effect", chain.effect))} · ${pathRemarks(model, chain)}`), open ? steps(app, chain) : null);
  }));
}

/** @param {HTMLElement} place @param {App} app */
function mechanism(place, app) {
  const { model, state } = app;
  const found = model.mechanisms.find(({ name }) => name === state.mechanism);
  const chains = model.hypotheses.filter((hypothesis) => hypothesis.mechanism === state.mechanism);
  fill(place, h("h2", {}, capital(state.mechanism.replaceAll("-", " "))), h("p", {}, found?.definition ?? ""),
    h("p", { class: "actions" }, h("button", { onClick: () => app.open({ view: "compare" }) }, "All mechanisms")),
    h("h3", {}, `Curated chains (${chains.length})`), chainList(app, state.mechanism));
}

/** @param {HTMLElement} place @param {App} app */
function near(place, app) {
  const { model, state } = app;
  const entity = model.entities.find(({ id }) => id === state.near);
  const select = h("select", { id: "depth", onChange: () => app.set({ depth: Number(select.value) }, false) },
    ...[1, 2, 3].map((n) => h("option", { value: n, selected: n === state.depth }, counted(n, "arrow"))));
  fill(place, h("h2", {}, `Around ${entity?.label ?? state.near}`), h("p", {}, entity?.definition ?? ""),
    h("p", {}, h("label", { for: "depth" }, "As far as "), select),
    app.scene.left ? h("p", {}, h("span", {}, `${counted(app.scene.left, "neighbour")} not shown. `),
      h("button", { onClick: () => app.set({ limit: state.limit + 40 }, false) }, "Show 40 more")) : null);
}

/** @param {HTMLElement} place @param {App} app */
function cites(place, app) {
  const { model, state } = app;
  const reference = model.references.find(({ id }) => id === state.cites);
  fill(place, h("h2", {}, `Claims that cite ${reference?.short ?? state.cites}`), h("p", {}, reference?.title || "Title not confirmed."),
    reference?.cited_for ? h("p", { class: "note" }, `Cited by the review for: ${reference.cited_for}`) : null);
}
