/**
 * RDF terms on a page: reading them, naming them briefly, and linking those that have a page.
 */

import { h, link } from "../dom.js";
import { root } from "./root.js";

/** @typedef {{ type: string, value: string, "xml:lang"?: string, datatype?: string }} Term */
/** @typedef {[Term, Term, Term]} Triple */

const LINE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
/** @type {Record<string, string>} */
const CONTROLS = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** @param {string} text */
function unescape(text) {
  return text.replace(ESCAPE, (_, four, eight, one) => (one ? (CONTROLS[one] ?? one) : String.fromCodePoint(parseInt(four ?? eight, 16))));
}

/** @param {string} text @returns {Term} */
function term(text) {
  if (text.startsWith("<")) return { type: "uri", value: unescape(text.slice(1, -1)) };
  const literal = LITERAL.exec(text);
  if (!literal) return { type: "bnode", value: text.slice(2) };
  return { type: "literal", value: unescape(literal[1]), "xml:lang": literal[2], datatype: literal[3] };
}

/**
 * The triples of an N-Triples document; lines that hold none are left out.
 *
 * @param {string} text
 * @returns {Triple[]}
 */
export function parseTriples(text) {
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    return match ? [/** @type {Triple} */ ([term(match[1]), term(match[2]), term(match[3])])] : [];
  });
}

/**
 * A term in short: a prefixed name, or the text of a literal.
 *
 * @param {Term} of
 * @param {Record<string, string>} prefixes
 */
export function shortName(of, prefixes) {
  if (of.type === "bnode") return `_:${of.value}`;
  if (of.type !== "uri") return of.value;
  let best = "";
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (of.value.startsWith(namespace) && namespace.length > (prefixes[best]?.length ?? 0)) best = prefix;
  }
  return best ? `${best}:${of.value.slice(prefixes[best].length)}` : of.value;
}

/**
 * The path of the page about an IRI, or nothing when it has none.
 *
 * @param {string} iri
 * @param {string} home
 */
export function pageOf(iri, home) {
  if (!iri.startsWith(home)) return "";
  const [kind, name, ...more] = iri.slice(home.length).split("/");
  const known = ["entity", "claim", "reference", "hypothesis", "mechanism", "question", "source"].includes(kind);
  return known && name && !more.length && !name.includes("#") ? `${root}/${kind}/${encodeURIComponent(name)}` : "";
}

/**
 * A term as a cell shows it.
 *
 * @param {Term | undefined} of
 * @param {Record<string, string>} prefixes
 */
export function cell(of, prefixes) {
  if (!of) return h("span", { class: "quiet" }, "—");
  const name = shortName(of, prefixes);
  if (of.type !== "uri") return h("span", {}, name, of["xml:lang"] ? h("span", { class: "quiet small" }, ` @${of["xml:lang"]}`) : null);
  const page = pageOf(of.value, prefixes.kg);
  const made = page ? h("a", { href: page, title: of.value }, name) : link(of.value, name);
  made.dataset.named = name;
  made.dataset.iri = of.value;
  return made;
}

const AT_ONCE = 80;

/**
 * Put labels where short names stand, or IRIs where they are wanted.
 *
 * @param {HTMLElement} place
 * @param {boolean} withIris
 */
export async function nameCells(place, withIris) {
  const cells = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-named]")]);
  for (const one of cells) one.textContent = (withIris ? one.dataset.iri : labels.get(one.dataset.named ?? "") ?? one.dataset.named) ?? "";
  if (withIris) return;
  const missing = [...new Set(cells.map((one) => one.dataset.named ?? "").filter((name) => name && !labels.has(name)))];
  for (let first = 0; first < missing.length; first += AT_ONCE) {
    const asked = missing.slice(first, first + AT_ONCE);
    const answer = await fetch(`${root}/labels?${new URLSearchParams(asked.map((name) => ["of", name]))}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : {};
    for (const name of asked) labels.set(name, found[name] ?? name);
  }
  if (missing.length) await nameCells(place, false);
}

/** The labels that were asked for, by the short names. @type {Map<string, string>} */
const labels = new Map();
