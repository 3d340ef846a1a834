/**
 * The evidence panel: what stands behind an arrow, an entity, or a cell of the matrix.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./data.js").Line} Line */
/** @typedef {import("./data.js").Reference} Reference */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./app.js").App} App */

import { bibtex, plainCitation, ris, titleOf } from "./cite.js";
import { fill, h, link } from "./dom.js";
import {
  capital, claimWords, counted, definitionOf, kindWords, markOf, passageLink, pathRemarks, phrase, phraseReversed, polarity, signWords,
  strength,
} from "./words.js";

const SHOWN_NEIGHBOURS = 30;
const SOURCES = new Map([["review", "the review"], ["als-page", "the ALS page"], ["primary", "primary papers"]]);

/** @param {HTMLElement} place @param {App} app */
export function showPanel(place, app) {
  const { model, state } = app;
  const claim = model.claims.find(({ id }) => id === state.claim);
  const entity = model.entities.find(({ id }) => id === state.node);
  if (claim && claim.arrow >= 0) fill(place, ...arrowPanel(app, claim));
  else if (state.claim.startsWith("opposite:")) fill(place, ...oppositePanel(app, state.claim));
  else if (entity) fill(place, ...entityPanel(app, entity.n));
  else if (state.cell) fill(place, ...cellPanel(app, state.cell));
  else fill(place, ...welcome(app));
}

/** @param {App} app @param {string} title */
function heading(app, title) {
  return h("div", { class: "panel-head" }, h("h2", { id: "panel-title" }, title),
    h("button", { class: "plain", onClick: () => app.close() }, "Close"));
}

/** @param {App} app @param {Claim} opened @returns {HTMLElement[]} */
function arrowPanel(app, opened) {
  const { model } = app;
  const arrow = model.arrows[opened.arrow];
  const claims = arrow.claims.map((n) => model.claims[n]);
  const title = `${model.entities[arrow.from].label} → ${model.entities[arrow.to].label}`;
  const against = claims.flatMap((claim) => claim.lines.filter((l) => l.direction === "disputes").map((l) => ({ claim, line: l })));
  const rivals = claims.flatMap((claim) => relationsOf(app, claim, "disputes"));
  /** @type {HTMLElement[]} */
  const parts = [
    heading(app, title),
    h("p", { class: "polarity" }, capital(polarity(model, arrow))),
    h("p", { class: "strength" }, strength(model, arrow.papers)),
    h("p", { class: "marks" }, ...marks(app, arrow.evidence, arrow.disputed, arrow.implied), chip(`confidence ${arrow.confidence}`)),
    h("p", { class: "ends" },
      h("button", { class: "plain", onClick: () => app.set({ node: model.entities[arrow.from].id, claim: "" }) }, `About ${model.entities[arrow.from].label}`),
      h("button", { class: "plain", onClick: () => app.set({ node: model.entities[arrow.to].id, claim: "" }) }, `About ${model.entities[arrow.to].label}`)),
  ];
  if (against.length || rivals.length) {
    parts.push(h("section", { class: "against", "aria-label": "Evidence against" }, h("h3", {}, "Evidence against"),
      ...against.map(({ claim, line }) => evidenceItem(app, claim, line)), ...rivals));
  }
  if (claims.length > 1) parts.push(h("p", { class: "note" }, `This arrow stands for ${claims.length} claims, strongest first.`));
  for (const claim of claims) parts.push(claimSection(app, claim, claim.n === opened.n && claims.length > 1, claims.length === 1));
  return parts;
}

/** @param {App} app @param {Claim} claim @param {boolean} marked @param {boolean} alone whether no other claim shares the arrow */
function claimSection(app, claim, marked, alone) {
  const { model } = app;
  const lines = claim.lines.filter((line) => line.direction !== "disputes");
  const context = [
    ["Mechanism", claim.mechanisms.map((name) => name.replaceAll("-", " ")).join(", ")],
    ["Stated for", claim.disease], ["Where", claim.tissue],
    ["Who", claim.population], ["Condition", claim.condition],
    ["As printed", [claim.printed_subject, claim.printed_object].filter(Boolean).join(" / ")],
  ];
  return h("section", { class: marked ? "claim marked" : "claim", "aria-label": claimWords(model, claim) },
    h("h3", {}, capital(claimWords(model, claim))),
    h("p", {}, `${capital(phrase(model, "certainty", claim.certainty))}; ${claim.study_words}; from ${sourceName(model, claim.origin)}; confidence ${claim.confidence}.`),
    alone ? null : h("p", { class: "strength" }, strength(model, claim.papers)),
    h("p", { class: "marks" }, ...marks(app, "", claim.disputed, claim.implied), claim.uncited ? chip(phrase(model, "flag", "uncited")) : null),
    details(context),
    claim.slip ? h("p", { class: "slip" }, h("strong", {}, `${capital(phrase(model, "flag", "slip"))}: `), claim.slip) : null,
    ...claim.measurements.map(measurement),
    ...claim.notes.map((note) => h("p", { class: "note" }, note)),
    ...["qualifies", "agreesWith", "supersedes"].flatMap((name) => relationsOf(app, claim, name)),
    ...lines.map((line) => evidenceItem(app, claim, line)),
    h("p", {}, copyButton(app, "Copy link to this claim", () => app.addressOf({ claim: claim.id, item: "" })),
      " ", h("code", {}, `claim:${claim.id}`)));
}

/** @param {string[]} measured */
function measurement([printed, measure, arm, time, disputed]) {
  const words = [measure, arm, time].filter(Boolean).join(", ");
  return h("p", { class: "number" }, h("strong", {}, printed), words ? ` (${words})` : "",
    disputed ? h("span", { class: "slip" }, ` Disputed: ${disputed}`) : null);
}

/** @param {App} app @param {Claim} claim @param {Line} line */
function evidenceItem(app, claim, line) {
  const { model, state } = app;
  const reference = model.references[line.reference];
  // What does not count says so beside its direction, as at every other door.
  const near = line.attachment === "near";
  const said = capital(phrase(model, "direction", line.direction));
  const direction = near ? `${said} · ${phrase(model, "attachment", "near")}` : `${markOf(model, "direction", line.direction)} ${said}`;
  // What stands right at its citation needs no remark.
  const attached = line.attachment === "carried" ? phrase(model, "attachment", "carried") : "";
  const marked = state.item === line.item && state.claim === claim.id;
  return h("article", { class: `item ${near ? "inconclusive" : line.direction}${marked ? " marked" : ""}`, "data-item": line.item },
    h("p", {}, h("strong", { class: "direction" }, direction.trim()), ` · ${line.study_words}`),
    reference ? citation(model, reference, line) : h("p", {}, "The source cites nothing here."),
    h("p", { class: "note", title: definitionOf(model, "directness", line.directness) }, capital([phrase(model, "directness", line.directness), attached].filter(Boolean).join("; ")), "."),
    place(model, line),
    line.primary_value ? h("p", {}, `The paper itself gives: ${line.primary_value}`) : null,
    ...line.notes.map((note) => h("p", { class: "note" }, note)),
    reference ? h("p", { class: "actions" },
      copyButton(app, "Copy citation", () => plainCitation(reference)), copyButton(app, "BibTeX", () => bibtex(reference)),
      copyButton(app, "RIS", () => ris(reference)),
      copyButton(app, "Link", () => app.addressOf({ claim: claim.id, item: line.item })),
      h("button", { class: "plain", onClick: () => app.open({ view: "cites", cites: reference.id }) }, "All its claims")) : null);
}

/** What papers are called by; other names of references are made from their titles. */
const IDENTIFIER = /^(?:[BR]\d|doi:|pmid|pmc)/i;

/** @param {Model} model @param {Reference} reference @param {Line} line */
function citation(model, reference, line) {
  const title = titleOf(model, reference, line.candidates);
  const facts = [reference.author, reference.journal, reference.year].filter(Boolean).join(", ");
  const named = IDENTIFIER.test(reference.short) || !reference.title;
  return h("p", { class: "reference" },
    reference.link ? link(reference.link, named ? reference.short : title) : h("span", {}, named ? reference.short : title), named ? `: ${title}` : "", facts ? `. ${facts}` : "",
    reference.pmid ? h("span", {}, " ", link(`https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(reference.pmid)}/`, `PMID ${reference.pmid}`)) : null,
    ...reference.notes.map((note) => h("span", { class: "note" }, ` (${note})`)));
}

/** @param {Model} model @param {Line} line */
function place(model, line) {
  const locator = model.locators[line.locator];
  if (!locator) return line.row ? h("p", { class: "place" }, `Row ${line.row} of the table of primary papers.`) : null;
  const source = model.sources[locator.source];
  const where = `${sourceName(model, locator.source)}, section ${locator.section}, sentence ${locator.sentence}: `;
  const quote = h("q", {}, locator.quote);
  return h("p", { class: "place" }, where, quote, " ",
    source?.link ? link(passageLink(source.link, locator.quote), "Read the passage") : null,
    h("span", { class: "note" }, ` (characters ${locator.start}–${locator.end})`));
}

/** @param {Model} model @param {string} name */
function sourceName(model, name) {
  return SOURCES.get(model.sources[name] ? name : "") ?? name;
}

/** @param {App} app @param {Claim} claim @param {string} name @returns {HTMLElement[]} */
function relationsOf(app, claim, name) {
  const { model } = app;
  const [forth, back] = [capital(phrase(model, "kg", name)), capital(phraseReversed(model, "kg", name))];
  const named = claim.relations.filter(([kind]) => kind === name).map(([, n]) => n);
  // A dispute stands on both of its claims, and is told once.
  const naming = app.relatedTo(claim.n, name).filter((n) => !named.includes(n));
  const found = [...named.map((n) => [forth, n]), ...naming.map((n) => [back, n])].map(([word, n]) => h("p", { class: "rival" }, `${word} the claim `,
    h("button", { class: "plain", onClick: () => app.set({ claim: model.claims[Number(n)].id, item: "" }) }, claimWords(model, model.claims[Number(n)]))));
  if (found.length < 4 || name === "disputes") return found;
  return [h("details", {}, h("summary", {}, `${naming.length ? back : forth} ${counted(found.length, "claim")}`), ...found)];
}

/** @param {App} app @param {string} evidence @param {number} disputed @param {number} implied */
function marks({ model }, evidence, disputed, implied) {
  return [
    evidence ? chip(phrase(model, "basis", evidence), evidence) : null, disputed ? chip(phrase(model, "flag", "disputed"), "disputed") : null,
    implied ? chip(phrase(model, "flag", "implied")) : null,
  ];
}

/** @param {string} text @param {string} [kind] */
function chip(text, kind = "") {
  return h("span", { class: `chip ${kind}` }, text);
}

/** @param {string[][]} rows */
function details(rows) {
  const present = rows.filter(([, value]) => value);
  return present.length ? h("dl", {}, ...present.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])) : null;
}

/** @param {App} app @param {string} label @param {() => string} text */
function copyButton(app, label, text) {
  return h("button", { class: "plain", onClick: () => app.copy(text(), label) }, label);
}

/** @param {App} app @param {number} n @returns {HTMLElement[]} */
function entityPanel(app, n) {
  const { model } = app;
  const entity = model.entities[n];
  /** @param {boolean} out */
  const list = (out) => {
    const arrows = model.arrows.filter((arrow) => (out ? arrow.from : arrow.to) === n && arrow.claims.length);
    if (!arrows.length) return null;
    arrows.sort((a, b) => b.papers[0] - a.papers[0] || b.confidence - a.confidence || a.n - b.n);
    return h("section", {}, h("h3", {}, out ? `What it acts on or ${signWords(model, "structural", "")} (${arrows.length})` : `What acts on it (${arrows.length})`),
      h("ul", { class: "claims" }, ...arrows.slice(0, SHOWN_NEIGHBOURS).map((arrow) => h("li", {},
        h("button", { class: "plain", onClick: () => app.set({ claim: model.claims[arrow.claims[0]].id, node: "" }) }, capital(polarity(model, arrow))),
        ` ${strength(model, arrow.papers)}`))),
      arrows.length > SHOWN_NEIGHBOURS ? h("p", { class: "note" }, `${arrows.length - SHOWN_NEIGHBOURS} more are in its surroundings.`) : null);
  };
  return [
    heading(app, entity.label),
    h("p", { class: "note" }, [entity.kind, entity.valence].filter(Boolean).join(", ")),
    entity.definition ? h("p", {}, entity.definition) : h("p", { class: "note" }, "No definition is recorded."),
    h("p", { class: "actions" },
      h("button", { onClick: () => app.open({ view: "near", near: entity.id }) }, "Show its surroundings")),
    ...[details([["Also called", entity.synonyms.join(", ")], ["Identifiers", entity.mappings.join(", ")]]), list(true), list(false)]
      .filter((part) => part !== null),
  ];
}

/** @param {App} app @param {string} cell @returns {HTMLElement[]} */
function cellPanel(app, cell) {
  const { model } = app;
  const [mechanism, disease] = cell.split("~");
  const found = model.hypotheses.filter((h2) => h2.mechanism === mechanism && (!disease || model.entities[h2.end].id === disease));
  const end = model.entities.find(({ id }) => id === disease)?.label;
  const name = mechanism.replaceAll("-", " ");
  const record = model.matrix.find((c) => c.mechanism === mechanism && model.entities[c.disease].id === disease);
  return [
    heading(app, end ? `${capital(name)} in ${end}` : capital(name)),
    h("p", {}, model.mechanisms.find((m) => m.name === mechanism)?.definition ?? ""),
    record ? h("p", { class: "strength" }, `${capital(phrase(model, "effect", record.effect))}: ${counted(found.length, "curated chain")}, ${counted(record.claims, "claim")}, ${counted(record.papers, "paper")}${record.disputed ? `; part of it is ${phrase(model, "flag", "disputed")}` : ""}.`) : h("p", {}, counted(found.length, "curated chain"), "."),
    ...(record ? [h("p", {}, kindWords(model, record.evidence))] : []),
    h("p", { class: "actions" }, h("button", { onClick: () => app.openLanes(mechanism, disease) }, "Open this mechanism")),
    h("ul", { class: "claims" }, ...found.map((chain) => h("li", {},
      h("button", { class: "plain", onClick: () => app.openHypothesis(chain.id) }, chain.label),
      ` ${capital(phrase(model, "effect", chain.effect))}; ${pathRemarks(model, chain)}.`))),
  ];
}

/** @param {App} app @param {string} name @returns {HTMLElement[]} */
function oppositePanel(app, name) {
  const arrow = app.model.arrows[Number(name.slice("opposite:".length))];
  if (!arrow) return welcome(app);
  const words = capital(polarity(app.model, arrow));
  return [heading(app, words), h("p", {}, "The two are opposites: a path that goes through both turns its sign. No claim of a source stands behind this arrow.")];
}

/** @param {App} app @returns {HTMLElement[]} */
function welcome(app) {
  const { model } = app;
  const cites = new Set(model.claims.flatMap((claim) => claim.lines.map((line) => line.reference)));
  return [
    h("h2", { id: "panel-title" }, "Evidence"),
    h("p", {}, "Click an arrow to read what stands behind it: the papers, what kind of study, where the source says it, and what speaks against it."),
    h("p", { class: "note" }, `The page holds ${counted(model.claims.length, "claim")} about ${counted(model.entities.length, "entity", "entities")} and ${counted(cites.size - (cites.has(-1) ? 1 : 0), "cited reference")}.`),
  ];
}
