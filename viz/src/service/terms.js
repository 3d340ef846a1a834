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
  return page ? h("a", { href: page, title: of.value }, name) : link(of.value, name);
}
