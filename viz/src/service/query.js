/**
 * The query page: the editor, the named questions, and answers as tables, pictures and files.
 */

import { append, byId, fill, h } from "../dom.js";
import { draw } from "./picture.js";
import { root } from "./root.js";
import { cell, nameCells, parseTriples } from "./terms.js";

/** @typedef {import("./terms.js").Term} Term */
/** @typedef {{ name: string, description: string, kind: string, default: string }} Parameter */
/** @typedef {{ name: string, title: string, description: string, query: string, parameters: Parameter[] }} Question */
/** @typedef {{ prefixes: Record<string, string>, questions: Question[] }} Data */
/** @typedef {{ body: string, address: string }} Asked */

const ROWS_AT_ONCE = 500;
const TABLE = "application/sparql-results+json";
const GRAPH = "application/n-triples";
/** @type {Record<string, string>} */
const TABLE_FILES = { CSV: "text/csv", TSV: "text/tab-separated-values", JSON: TABLE, XML: "application/sparql-results+xml" };
/** @type {Record<string, string>} */
const GRAPH_FILES = { Turtle: "text/turtle", "JSON-LD": "application/ld+json", "N-Triples": GRAPH, "RDF/XML": "application/rdf+xml" };
/** @type {Record<string, string>} */
const ENDINGS = { CSV: "csv", TSV: "tsv", JSON: "srj", XML: "srx", Turtle: "ttl", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF/XML": "rdf" };

/** @type {Data} */
const data = JSON.parse(byId("data").textContent ?? "{}");
const field = /** @type {HTMLTextAreaElement} */ (byId("query"));
const status = byId("status");
const result = byId("result");
const withIris = /** @type {HTMLInputElement} */ (byId("iris"));
const editor = makeEditor();

/** The editor, or the plain field where it cannot be made. */
function makeEditor() {
  const Yasqe = /** @type {any} */ (globalThis).Yasqe;
  if (!Yasqe) return null;
  const home = h("div", { id: "editor" });
  field.before(home);
  // The completer of prefixes would ask a host of the web; this one knows the project's own.
  Yasqe.forkAutocompleter("prefixes", {
    name: "own-prefixes", persistenceId: null,
    get: () => Object.entries(data.prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`),
  }, false);
  Yasqe.defaults.autocompleters = ["variables", "own-prefixes"];
  // Nothing is kept in the browser, fetched from elsewhere, or read from the address behind our back.
  const made = new Yasqe(home, {
    value: withPrefixes(field.value), persistenceId: null, consumeShareLink: null, createShareableLink: () => location.href,
    showQueryButton: false, resizeable: false, editorHeight: "auto", viewportMargin: Infinity, lineWrapping: true,
    extraKeys: { "Ctrl-Enter": () => byForm(), "Cmd-Enter": () => byForm(), Tab: false, "Shift-Tab": false },
  });
  made.getInputField().setAttribute("aria-label", "SPARQL query");
  field.hidden = true;
  return made;
}

function text() {
  return editor ? editor.getValue() : field.value;
}

/** @param {string} query */
function setText(query) {
  if (editor) editor.setValue(withPrefixes(query));
  else field.value = query;
}

/**
 * A query with the declarations of the prefixes that it uses, so that it also runs elsewhere.
 *
 * @param {string} query
 */
function withPrefixes(query) {
  const missing = Object.entries(data.prefixes).filter(([prefix]) =>
    new RegExp(`(^|[\\s(,;|/^])${prefix}:`, "m").test(query) && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(query));
  return missing.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>\n`).join("") + query;
}

/** Declares the prefixes that were left out, which the editor would mark as a mistake and other services would miss. */
function declare() {
  const before = text();
  const lines = withPrefixes(before).split("\n").length - before.split("\n").length;
  if (!editor || !lines) return;
  const { line, ch } = editor.getCursor();
  setText(before);
  editor.setCursor({ line: line + lines, ch });
}

function byForm() {
  declare();
  history.replaceState(null, "", `${root}/query?${new URLSearchParams({ query: text() })}`);
  void run({ address: `${root}/sparql`, body: text() });
}

/** @param {Asked} asked @param {string} accept */
function ask({ address, body }, accept) {
  if (!body) return fetch(address, { headers: { Accept: accept } });
  return fetch(address, { method: "POST", body, headers: { Accept: accept, "Content-Type": "application/sparql-query" } });
}

/** @param {Asked} asked */
async function run(asked) {
  status.textContent = "Running…";
  const started = performance.now();
  const answer = await ask(asked, `${TABLE}, ${GRAPH};q=0.9`).catch(() => null);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  if (!answer) return failed("The service did not answer. Is it still running?");
  if (!answer.ok) return failed((await answer.json().catch(() => ({ detail: answer.statusText }))).detail);
  const cut = answer.headers.get("kgraph-cut");
  if (answer.headers.get("content-type")?.startsWith(GRAPH)) showGraph(asked, await answer.text());
  else showTable(asked, await answer.json());
  status.textContent = `${status.textContent} in ${seconds} s`;
  if (cut) result.prepend(h("p", { class: "warning" }, `This answer is not whole: ${cut}.`));
  return undefined;
}

/** @param {string} why */
function failed(why) {
  status.textContent = "No answer";
  fill(result, h("p", { class: "warning", role: "alert" }, why));
  const place = /line (\d+), column (\d+)/.exec(why);
  if (editor && place) editor.setCursor({ line: Number(place[1]) - 1, ch: Number(place[2]) - 1 });
}

/** @param {Asked} asked @param {{ boolean?: boolean, head: { vars?: string[] }, results?: { bindings: Record<string, Term>[] } }} found */
function showTable(asked, found) {
  if (found.boolean !== undefined) {
    status.textContent = "Answered";
    return fill(result, h("p", { class: "lead" }, found.boolean ? "Yes." : "No."));
  }
  const columns = found.head.vars ?? [];
  const rows = (found.results?.bindings ?? []).map((row) => columns.map((name) => row[name]));
  status.textContent = rows.length === 1 ? "1 row" : `${rows.length} rows`;
  fill(result, files(asked, TABLE_FILES), ...tableOf(columns, rows));
  return undefined;
}

/** @param {string[]} columns @param {(Term | undefined)[][]} rows */
function tableOf(columns, rows) {
  if (!rows.length) return [h("p", {}, "Nothing fits.")];
  const body = h("tbody");
  const more = h("button", { type: "button", onClick: () => grow() });
  let shown = 0;
  const grow = () => {
    append(body, rows.slice(shown, shown + ROWS_AT_ONCE).map((row) => h("tr", {}, ...row.map((of) => h("td", {}, cell(of, data.prefixes))))));
    shown = Math.min(rows.length, shown + ROWS_AT_ONCE);
    more.hidden = shown === rows.length;
    more.textContent = `Show more (${shown} of ${rows.length} rows are shown)`;
    void nameCells(body, withIris.checked);
  };
  grow();
  const head = h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name))));
  return [h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Results" }, h("table", {}, head, body)), h("div", { class: "bar" }, more)];
}

/** @param {Asked} asked @param {string} text */
function showGraph(asked, text) {
  const triples = parseTriples(text);
  status.textContent = triples.length === 1 ? "1 triple" : `${triples.length} triples`;
  const view = h("div");
  /** @type {Record<string, () => void | Promise<void>>} */
  const views = {
    Table: () => fill(view, ...tableOf(["subject", "predicate", "object"], triples)),
    Picture: async () => {
      const picture = h("div", { id: "picture", role: "img", "aria-label": `${triples.length} triples as a picture; the table holds the same` });
      fill(view, picture);
      const { shown, all } = await draw(picture, triples, data.prefixes);
      if (shown < all) append(view, [h("p", { class: "quiet" }, `The first ${shown} of ${all} triples are drawn.`)]);
    },
    Turtle: async () => fill(view, h("pre", { tabindex: "0" }, await (await ask(asked, GRAPH_FILES.Turtle)).text())),
  };
  const buttons = Object.entries(views).map(([name, show]) => h("button", { type: "button", "aria-pressed": String(name === "Table"), onClick: (/** @type {Event} */ event) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    void show();
  } }, name));
  fill(result, h("div", { class: "bar" }, ...buttons), files(asked, GRAPH_FILES), view);
  void views.Table();
}

/** @param {Asked} asked @param {Record<string, string>} formats */
function files(asked, formats) {
  const save = async (/** @type {string} */ name) => {
    const answer = await ask(asked, formats[name]);
    const address = URL.createObjectURL(await answer.blob());
    h("a", { href: address, download: `kgraph-answer.${ENDINGS[name]}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return h("div", { class: "bar small" }, "Save as", ...Object.keys(formats).map((name) => h("button", { type: "button", onClick: () => void save(name) }, name)));
}

/** @param {Question} question */
function choose(question) {
  const form = byId("asked");
  const inputs = question.parameters.map((parameter) => h("div", { class: "field" },
    h("label", { for: `asked-${parameter.name}` }, parameter.name.replaceAll("_", " ")),
    h("input", { id: `asked-${parameter.name}`, name: parameter.name, value: parameter.default, placeholder: "any", title: parameter.description, maxlength: "500", spellcheck: "false" })));
  fill(form, h("h2", {}, question.title), h("p", {}, question.description), inputs.length ? h("div", { class: "more-fields" }, ...inputs) : null,
    h("div", { class: "bar" }, h("button", { class: "primary" }, "Answer"), h("span", { class: "small quiet" }, "Below is the query itself, where what the fields hold is left free.")));
  form.hidden = false;
  form.dataset.name = question.name;
  setText(question.query);
  for (const button of document.querySelectorAll("[data-question]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.question === question.name));
  }
}

function byQuestion() {
  const form = /** @type {HTMLFormElement} */ (byId("asked"));
  // An empty field is sent as well: left out it would stand for its default, and the page says "any".
  const given = [...form.querySelectorAll("input")].map((input) => [input.name, input.value]);
  void run({ address: `${root}/api/queries/${encodeURIComponent(form.dataset.name ?? "")}?${new URLSearchParams(given)}`, body: "" });
}

byId("run").addEventListener("submit", (event) => {
  event.preventDefault();
  byForm();
});
withIris.addEventListener("change", () => void nameCells(result, withIris.checked));
byId("asked").addEventListener("submit", (event) => {
  event.preventDefault();
  byQuestion();
});
byId("questions").addEventListener("click", (event) => {
  const name = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.question;
  const question = data.questions.find((item) => item.name === name);
  if (!question) return;
  choose(question);
  byQuestion();
});
byId("narrow").addEventListener("input", (event) => {
  const wanted = /** @type {HTMLInputElement} */ (event.target).value.toLowerCase();
  for (const item of byId("questions").children) /** @type {HTMLElement} */ (item).hidden = !item.textContent?.toLowerCase().includes(wanted);
});
document.documentElement.dataset.query = "";
