import assert from "node:assert/strict";
import test from "node:test";
import { cell, line } from "../src/cells.js";
import { bibtex, ris } from "../src/cite.js";

const HOSTILE = ["=1+1", "+a", "-a", "@A", "'x", "''", "＝1", "\u202Eevil", "a\tb\nc", "\u0000\u001B[31m", "}\n@misc{x,", "\\{%", "\uD800"];

test("no cell is a formula, and taking the guard off gives back what was seen", () => {
  for (const text of HOSTILE) {
    const written = cell(text);
    assert.doesNotMatch(written, /^[=+\-@＝＋－＠]/);
    assert.doesNotMatch(written, /[\t\r\n\u0000\u001B\u202E]/); // eslint-disable-line no-control-regex
    if (/^[\w ']*$/.test(text)) assert.equal(written.replace(/^'/, ""), text);
  }
  assert.equal(cell("'x"), "''x");
});

test("signs and numbers stay as they are", () => {
  for (const value of ["+", "-", "-1.5", "+2e-3", ".5", 0, 0.25, "", "B28|B29"]) assert.equal(cell(value), String(value));
  assert.equal(cell("-1.5x"), "'-1.5x");
});

test("the braces of an entry are balanced and no title begins another entry or field", () => {
  for (const text of HOSTILE) {
    const reference = {
      n: 0, id: text, short: text, link: text, title: text, year: 2020, author: text, journal: text, doi: text, pmid: text, pmcid: "",
      cited_for: "", candidates: [], candidate_confidence: "", notes: [],
    };
    const entry = bibtex(reference);
    let depth = 0;
    for (const [place, character] of [...entry].entries()) {
      depth += character === "{" ? 1 : character === "}" ? -1 : 0;
      assert.ok(depth > 0 || place < entry.indexOf("{") || place >= entry.lastIndexOf("}"), entry);
    }
    assert.equal(depth, 0);
    assert.equal(entry.match(/^@/gm)?.length, 1);
    for (const row of ris(reference).trimEnd().split("\n")) assert.match(row, /^[A-Z][A-Z0-9] {2}-/);
  }
});

test("a line has no line ends and nothing unseen", () => {
  assert.equal(line(" a\n\u202Eb\u0007 "), "a \uFFFDb\uFFFD");
});
