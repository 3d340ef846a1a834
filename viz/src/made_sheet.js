/**
 * The sheet of a question that the page answered itself: the same parts, in the same words, as those that came with it.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Question} Question */
/** @typedef {import("./data.js").Row} Row */
/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./paths/find.js").Answer} Answer */
/** @typedef {import("./paths/people.js").Seen} Seen */
/** @typedef {import("./dom.js").Child} Child */

import { h, link } from "./dom.js";
import { effectColor } from "./palette.js";
import { numbersTable, outcomeWords, peopleSentences, rowsInPeople } from "./people_numbers.js";
import { SAYS } from "./paths/verdict.js";
import { referenceWords } from "./reference_list.js";
import { arrowWords, capital, claimWords, counted, phrase } from "./words.js";

const ADVERSE = 2;
/** @type {Record<string, string>} */
const ROUTES = { helps: "help", harms: "harm", raises: "raise it", lowers: "lower it", unknown: "have no stated direction" };

/** @param {Model} model @param {number} start @param {number} end @param {number[]} via */
export function questionWords({ entities }, start, end, via) {
  const through = via.length ? ` through ${via.map((n) => entities[n].label).join(" and ")}` : "";
  return `How might ${entities[start].label} act on ${entities[end].label}${through}?`;
}

/** @param {App} app @param {Question} question @returns {Child[]} */
export function sheetOf(app, question) {
  const { model } = app;
  const answer = /** @type {Answer} */ (question.answer);
  const people = answer.people.filter(({ adverse }) => !adverse);
  const seen = people.length ? seenWords(model, people[0]) : "";
  const count = question.lanes.length;
  const found = count > 0 || Boolean(question.direct?.length);
  const numbering = new Numbering(model);
  // Numbers go first to the chains and to what speaks against them, as on paper.
  const rest = found ? details(app, question, numbering) : [];
  const seenCard = answer.people.length ? inPeople(app, answer, people, numbering) : null;
  return [
    h("div", { class: "q" }, h("h1", { id: "title" }, questionWords(model, answer.start, answer.end, answer.via)),
      h("p", { class: "v" }, seen ? `${seen} in people. ` : "", h("b", {}, "How"), ` is open: ${[verdictWords(model, answer), restsOn(answer)].filter(Boolean).join("; ")}. `, h("span", {}, "Not medical advice.")),
      question.because ? h("p", { class: "slip" }, `No path. ${question.because}`) : null,
      found || answer.start === answer.end ? null : elsewhere(app, answer),
      answer.complete ? null : h("p", { class: "slip" }, "The search was cut by its limits; better paths may be missing.")),
    answer.people.length || found ? h("section", { class: "cards", "aria-label": "The answer in short" }, seenCard,
      found ? h("article", {}, h("h2", {}, "How it might work"),
        h("p", { class: "hl" }, `${ways(question, model, count)}. ${seenChains(model, answer)}`),
        h("p", { class: "sm" }, routeWords(answer)),
        h("p", { class: "lg" }, h("span", {}, `Disputed: ${question.lanes.filter(({ disputed }) => disputed).length} of ${count}`),
          h("a", { class: "go", href: "#view=against" }, "What speaks against →"))) : null) : null,
    count ? h("section", { class: "map", "aria-labelledby": "map-title" },
      h("div", { class: "mh" }, h("h2", { id: "map-title" }, `${ways(question, model, count)}, best chain of each`)),
      h("div", { id: "lanes" }), h("div", { class: "lane-keys" }), withoutWords(model, question)) : null,
    question.direct?.length ? h("section", { class: "map", "aria-labelledby": "direct-title" },
      h("div", { class: "mh" }, h("h2", { id: "direct-title" }, "Without a mechanism between")), h("div", { id: "direct-lanes" }), count ? null : h("div", { class: "lane-keys" })) : null,
    ...rest,
    numbering.numbers.size ? numbering.list() : null,
  ];
}

/** Where to look when no path leads there. @param {App} app @param {Answer} answer */
function elsewhere(app, { start, end, via }) {
  const { entities } = app.model;
  const look = (/** @type {number} */ n) => h("button", { onClick: () => app.open({ view: "near", near: entities[n].id, node: entities[n].id }) }, `Around ${entities[n].label}`);
  return h("p", { class: "actions" },
    via.length ? h("button", { onClick: () => app.open({ view: "question" }) }, "Through anything") : null,
    h("button", { onClick: () => app.open({ view: "question", question: `${entities[end].id}~${entities[start].id}` }) }, "The other way round"), look(start), look(end));
}

/** What papers and claims speak against the rows of a question. @param {App} app @param {Question} question @returns {Child[]} */
export function againstOf(app, question) {
  return [h("h1", {}, `What speaks against: ${chainWords(app.model, /** @type {Answer} */ (question.answer))}`), disputes(app, question, (cited) => named(app.model, cited))];
}

/** Papers by their short names, where no list of them follows. @param {Model} model @param {number[]} cited @returns {Child} */
function named({ references: all }, cited) {
  const papers = [...new Set(cited)].filter((n) => n >= 0);
  return papers.length ? h("span", { class: "sm" }, " (", ...papers.flatMap((n, place) => [place ? ", " : "", all[n].link ? link(all[n].link, all[n].short) : all[n].short]), ")") : null;
}

/** @param {Model} model @param {Answer} answer */
const chainWords = ({ entities }, { start, via, end }) => [start, ...via, end].map((n) => entities[n].label).join(" → ");

/** Numbers for references in the order in which they are cited. */
class Numbering {
  /** @type {Map<number, number>} */
  numbers = new Map();

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }

  /** @param {Iterable<number>} references @param {{stop?: boolean}} [how] whether the keyboard stops there @returns {Child} their numbers with links; nothing for none */
  cite(references, { stop = true } = {}) {
    const numbers = [...new Set(references)].filter((n) => n >= 0).map((n) => {
      if (!this.numbers.has(n)) this.numbers.set(n, this.numbers.size + 1);
      return /** @type {number} */ (this.numbers.get(n));
    });
    if (!numbers.length) return null;
    return h("span", { class: "rn" }, " [", ...numbers.sort((a, b) => a - b).flatMap((n, place) => [place ? ", " : "", h("a", { href: `#r${n}`, tabindex: stop ? null : -1 }, n)]), "]");
  }

  /** @returns {HTMLElement} */
  list() {
    return h("section", { class: "refs", "aria-labelledby": "refs-title" }, h("h2", { id: "refs-title" }, "References"),
      h("ol", {}, ...[...this.numbers].map(([n, number]) => h("li", { id: `r${number}` }, referenceWords(this.model.references[n]), " ",
        this.model.references[n].link ? link(this.model.references[n].link, "Open") : null))),
      h("p", { class: "sm" }, "H people, A animals, C cells, with independent papers; S statement of authors; I implied."));
  }
}

/** @param {Model} model @param {number[]} claims @param {string} direction @returns {number[]} the references that speak so about claims, and count */
function references({ claims: all }, claims, direction) {
  return claims.flatMap((n) => all[n].lines.filter((line) => line.direction === direction && line.attachment !== "near").map(({ reference }) => reference));
}

/** @param {App} app @param {Question} question @param {Numbering} numbering @returns {Child[]} chains in words, what speaks against */
function details(app, question, numbering) {
  const { model } = app;
  const rows = question.lanes.map(({ label, best, shown }) => ({ label, chain: best[shown], effects: [best[shown].effect, ...best.map(({ effect }) => effect)] }));
  const direct = (question.direct ?? []).map((chain, n) => ({ label: `Route ${n + 1}`, chain, effects: [chain.effect] }));
  const items = [...rows, ...direct].map(({ label, chain, effects }) => h("li", {}, h("b", {}, label), " ",
    h("span", { class: `ef ${effectColor(effects)}` }, h("span", { class: `tb ${effectColor(effects)}`, "aria-hidden": "true" }), " ",
      [...new Set(effects)].map((effect, n) => (n ? (effect === "unknown" ? "some " : "also ") : "") + phrase(model, "effect", effect)).join(", ")),
    h("br"), ...told(model, chain.steps).flatMap((step, n, all) => stepWords(app, question, step, numbering, { first: !n, last: n === all.length - 1, weakest: n + 1 === chain.weakest }))));
  const against = disputes(app, question, (cited) => numbering.cite(cited));
  return [
    h("div", { class: "words" },
      h("section", { "aria-labelledby": "words-title" }, h("h2", { id: "words-title" }, "The best chains in words"), h("ol", { class: "plain" }, ...items)),
      h("section", { "aria-labelledby": "against-title" }, h("h2", { id: "against-title" }, "What speaks against"), against)),
  ];
}

/** The steps of a chain without those at its end that only say what belongs to what. @param {Model} model @param {Step[]} steps */
function told({ arrows }, steps) {
  let end = steps.length;
  while (end > 1 && arrows[steps[end - 1].arrow].kind === "structural") end -= 1;
  return steps.slice(0, end);
}

/** @param {App} app @param {Question} question @param {Step} step @param {Numbering} numbering @param {{first: boolean, last: boolean, weakest: boolean}} place @returns {Child[]} */
function stepWords(app, question, step, numbering, { first, last, weakest }) {
  const { model } = app;
  const grade = question.grades.get(step.n);
  const [from, to] = [model.entities[step.from].label, model.entities[step.to].label];
  const sentence = `${from} ${arrowWords(model, model.arrows[step.arrow], step.reversed)} ${to}`;
  const marks = [weakest && "weakest step", grade?.disputed && phrase(model, "flag", "disputed")].filter(Boolean);
  return [first ? capital(sentence) : sentence, grade ? " " : "", grade ? h("span", { class: `kind ${grade.study}` }, grade.chip) : null,
    marks.length ? ` (${marks.join(", ")})` : "", grade ? numbering.cite(references(model, step.claims, "supports")) : null, last ? "." : "; "];
}

/** @param {App} app @param {Question} question @param {(references: number[]) => Child} cite @returns {HTMLElement} */
function disputes(app, question, cite) {
  const { model } = app;
  const chains = [...question.lanes.flatMap(({ best }) => best), ...(question.direct ?? [])];
  const disputed = [...new Set(chains.flatMap(({ steps }) => steps.flatMap(({ claims }) => claims)))].map((n) => model.claims[n]).filter((claim) => claim.disputed);
  if (!disputed.length) return h("p", {}, "No paper disputes a step of these chains.");
  return h("ul", { class: "plain" }, ...disputed.map((claim) => {
    // A claim that disputes another does so in both directions.
    const rivals = [...new Set([...claim.relations.filter(([name]) => name === "disputes").map(([, n]) => n), ...app.relatedTo(claim.n, "disputes")])].map((n) => model.claims[n]);
    const papers = references(model, [claim.n], "disputes");
    return h("li", {}, h("button", { class: "plain", onClick: () => app.set({ claim: claim.id, node: "", cell: "", item: "" }) }, h("b", {}, capital(claimWords(model, claim)))), h("br"),
      claim.certainty === "contested" ? "Its source calls it contested. " : "", rivals.map((one) => `${capital(claimWords(model, one))}. `).join(""),
      papers.length ? `${counted(new Set(papers).size, "paper")} against.` : "",
      cite([...papers, ...references(model, rivals.map(({ n }) => n), "supports")]));
  }));
}

/** @param {App} app @param {Answer} answer @param {Seen[]} people @param {Numbering} numbering */
function inPeople({ model }, answer, people, numbering) {
  const adverse = answer.people.filter((row) => row.adverse).map(({ outcome }) => model.entities[outcome].label);
  const rows = people.length ? rowsInPeople(model, answer, people[0].outcome) : [];
  const more = people.length > 2 ? `; ${counted(people.length - 2, "more outcome")}` : "";
  return h("article", {}, h("h2", {}, "In people"),
    h("p", { class: "hl" }, people.length ? h("b", {}, `${seenWords(model, people[0])}.`) : "No outcome was looked at in people.", people.length > 1 ? ` ${seenWords(model, people[1])}${more}.` : ""),
    ...(rows.length ? numbersTable(model, rows, answer.start) : [h("p", { class: "lg" }, h("a", { class: "go", href: "#view=outcomes" }, "All numbers →"))]),
    // The rows below are no more than eight stops away.
    ...peopleSentences(model, people).map(([words, paper]) => h("p", { class: "sm" }, words, numbering.cite([paper], { stop: false }))),
    adverse.length ? h("p", { class: "sm" }, `Unwanted effects reported: ${adverse.slice(0, ADVERSE).join(", ")}${adverse.length > ADVERSE ? ` and ${adverse.length - ADVERSE} more` : ""}.`) : null);
}

/** @param {Model} model @param {Seen} row */
function seenWords(model, row) {
  return `${capital(outcomeWords(model, row))}: ${counted(row.for, "paper")} for, ${row.against || "none"} against`;
}

/** What is known of how it comes about, as the end of a sentence. @param {Model} model @param {Answer} answer */
function verdictWords({ entities, search }, { verdict, end, paths, outcomes }) {
  const { label } = entities[end];
  const shown = new Set([...paths, ...outcomes].map(({ sign }) => sign));
  const both = shown.has(0) && shown.has(1) ? "the routes found point both ways" : `routes point both ways, one of them only in more than ${search.limits.hops} steps`;
  /** @type {Record<string, string>} */
  const words = {
    [SAYS.one]: `every route found points to ${verdict.side === "+" ? "more" : "less"} ${label}`, [SAYS.both]: both,
    [SAYS.unknown]: "no route found has a stated direction", [SAYS.none]: `no route through a mechanism leads to ${label}`,
  };
  return words[verdict.says] ?? "whether all routes point one way was not decided";
}

/** @param {import("./paths/chains.js").Chain} chain */
const isInPeople = ({ grades }) => grades.some(Boolean) && grades.every((grade) => !grade || grade.letter === "H");

/** @param {Answer} answer */
function restsOn({ entries }) {
  if (!entries.length) return "";
  const seen = entries.filter(({ shown }) => isInPeople(shown)).length;
  return `${seen} of ${entries.length} best chains ${seen === 1 ? "was" : "were"} seen in people at every step`;
}

/** @param {Model} model @param {Answer} answer */
function seenChains(model, { entries }) {
  const chains = entries.flatMap((entry) => entry.chains);
  const seen = chains.filter(isInPeople);
  if (!seen.length) return `Every step seen in people: no chain of ${chains.length}.`;
  const sides = [...new Set(seen.map(({ effect }) => effect))].map((effect) => `${seen.filter((chain) => chain.effect === effect).length} ${phrase(model, "effect", effect)}`);
  return `Every step seen in people: ${seen.length} of ${chains.length} chains (${sides.join(", ")}).`;
}

/** How many routes there are of each effect, which are no votes. @param {Answer} answer */
function routeWords({ routes, counted: all }) {
  const told = Object.entries(ROUTES).flatMap(([effect, words]) => (routes[effect] ? [`${routes[effect].toLocaleString("en")} ${words}`] : []));
  return told.length ? `${all ? "" : "At least so many were found. "}Routes: ${told.join(", ")}. They share steps, so they are not votes.` : "";
}

/** @param {Question} question @param {Model} model @param {number} count */
function ways(question, model, count) {
  const known = question.lanes.some(({ mechanism }) => model.mechanisms.some(({ name }) => name === mechanism));
  return counted(count, known ? "mechanism" : "way");
}

/** The mechanisms that no route belongs to, where routes are filed under any. @param {Model} model @param {Question} question */
function withoutWords(model, question) {
  const here = new Set(question.lanes.map(({ mechanism }) => mechanism));
  if (!model.mechanisms.some(({ name }) => here.has(name))) return null;
  const missing = model.mechanisms.filter(({ name }) => !here.has(name)).map(({ name }) => model.search.named[name] ?? name.replaceAll("-", " "));
  return missing.length ? h("p", { class: "no sm" }, `No route in the data: ${missing.join(", ")}.`) : null;
}
