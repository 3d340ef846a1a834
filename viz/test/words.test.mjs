import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { visible } from "../src/cells.js";
import { bibtex, plainCitation, ris } from "../src/cite.js";
import { bare, decode, readModel } from "../src/data.js";
import { isShown, readHidden, writeHidden } from "../src/filter.js";
import { around, zigzag } from "../src/layout.js";
import { buildIndex, normalise, search } from "../src/search.js";
import { readHash, START, writeHash } from "../src/state.js";

import {
  arrowWords, basisWords, capital, claimWords, kindLetters, kindWords, markOf, passageLink, pathRemarks, pathWords, phrase, polarity, relationWords,
  signWords, strength,
} from "../src/words.js";

const read = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
/** What Python puts into a page, and what it says of some claims itself; tests/spoken.py writes it. */
const { words, claims, terms } = read("spoken.json");

const reference = {
  n: 0, id: "doi-10", short: "doi:10.1/x_y", link: "https://doi.org/10.1/x_y", title: "50% of {mice} & men\n", year: 2020,
  author: "A B", journal: "J", doi: "10.1/x_y", pmid: "", pmcid: "", cited_for: "", candidates: [], candidate_confidence: "", notes: [],
};
const entity = (n, label, more = {}) => ({
  n, label, kind: "metabolite", x: 0, y: n, id: label, synonyms: [], definition: "", valence: "", mappings: [], ...more,
});
const arrow = (n, from, to) => ({ n, from, to, kind: "causal", sign: "+", papers: [n, 0, 0, [], n], confidence: 0.5, claims: [] });

test("a claim reads as at every other door, in the number of its subject", () => {
  for (const { subject, object, relation, kind, sign, outcome, measurements, told } of claims) {
    const model = { words, entities: [subject, object] };
    assert.equal(claimWords(model, { subject: 0, object: 1, relation, outcome, measurements }), told.sentence);
    assert.equal(sign ? signWords(model, kind, sign) : "", told.sign);
    assert.equal(signWords(model, kind, sign, subject.plural), told.verb);
    assert.equal(relationWords(model, relation, { plural: object.plural, reversed: true }), told.reversed);
  }
  assert.ok(claims.some(({ subject }) => subject.plural) && claims.some(({ subject }) => !subject.plural));
});

test("a term is called what the vocabulary calls it, and an unknown one by its name", () => {
  for (const [vocabulary, name, one, many, mark] of terms) {
    assert.deepEqual([phrase({ words }, vocabulary, name), phrase({ words }, vocabulary, name, true), markOf({ words }, vocabulary, name)], [one, many, mark]);
  }
  assert.equal(phrase({ words }, "certainty", "half-sure"), "half sure");
  assert.equal(relationWords({ words }, "sits_beside"), "sits beside");
});

test("a capital at the beginning leaves names as they are", () => {
  for (const [text, expected] of Object.entries(read("capitals.json"))) assert.equal(capital(text), expected);
});

test("the strength line counts papers on each side and says what kinds of study they are", () => {
  const model = { words };
  assert.equal(strength(model, [2, 1, 0, [["study in mice", 1], ["authors' statement about people", 1]], 3]), "3 papers: 2 support, 1 disputes; support: 1 study in mice, 1 authors' statement about people.");
  assert.equal(strength(model, [1, 0, 0, [], 1]), "1 paper: 1 supports.");
  assert.equal(strength(model, [2, 1, 0, [["trials", 2]], 2]), "2 papers: 2 support, 1 disputes, some on more than one side; support: 2 trials.");
  assert.equal(strength(model, [0, 2, 3, [], 5]), "5 papers: 2 dispute, 3 inconclusive.");
  assert.equal(strength(model, [0, 0, 0, [], 0]), "No paper is cited for this.");
});

test("polarity is written out in the number of the subject, and an unknown one is not guessed", () => {
  const model = { words, entities: [{ label: "a" }, { label: "b" }, { label: "c", plural: true }], claims: [{ relation: "inhibits" }, { relation: "affects" }, { relation: "predicts" }] };
  const base = { from: 0, to: 1, claims: [0], kind: "causal" };
  assert.equal(polarity(model, { ...base, sign: "-" }), "a lowers b (inhibits).");
  assert.equal(polarity(model, { ...base, from: 2, sign: "-" }), "c lower b (inhibit).");
  assert.equal(polarity(model, { ...base, sign: "0" }), "a does not change b.");
  assert.equal(polarity(model, { ...base, claims: [1], sign: "?" }), "a affects b; direction not stated.");
  assert.equal(polarity(model, { ...base, claims: [0, 1], from: 2, sign: "?" }), "c affect b; direction not stated.");
  assert.equal(polarity(model, { ...base, claims: [0, 1], sign: "+" }), "a raises b.");
  assert.equal(polarity(model, { ...base, claims: [2], sign: "+", kind: "association" }), "a predicts b: more goes with more. This is no statement of cause.");
  assert.equal(polarity(model, { ...base, claims: [0, 2], sign: "0", kind: "association" }), "a is associated with b: no association. This is no statement of cause.");
  assert.equal(polarity(model, { ...base, claims: [], sign: "-", kind: "opposite" }), "a is the opposite of b.");
  assert.equal(arrowWords(model, { ...base, claims: [], relation: "activates", sign: "+" }), "activates");
});

test("a path agrees with each thing on its way, backwards too", () => {
  const model = {
    words, entities: [{ label: "a" }, { label: "b", plural: true }, { label: "c" }], claims: [{ relation: "increases" }, { relation: "has_subtype" }],
    arrows: [{ kind: "causal", from: 0, to: 1, sign: "+", claims: [0] }, { kind: "structural", from: 2, to: 1, sign: "", claims: [1] }],
  };
  const steps = [{ arrow: 0, from: 0, to: 1, claims: [0], sign: "+" }, { arrow: 1, from: 1, to: 2, claims: [1], sign: "+", reversed: true }];
  assert.equal(pathWords(model, { steps }), "a increases ▶ b, which are a subtype of c");
});

test("the head of a path tells what its steps rest on", () => {
  const path = { confidence: 0.1, weakest: 1, contexts: [], steps: [{ flags: ["laboratory-only", "relayed-only"] }, { flags: [] }, { flags: ["relayed-only", "uncited"] }] };
  assert.equal(pathRemarks({ words }, path), "weakest step 1 · known from animals or cells only at step 1 · relayed only at step 1, 3 · uncited in the source at step 3");
});

test("what claims rest on is told in letters and in words, and the lack of studies in people is named", () => {
  assert.equal(basisWords({ words }, "human"), "study in people (H)");
  assert.equal(kindLetters({ words }, { human: 1, statement: 2 }), "H1 S2");
  assert.equal(kindWords({ words }, { animal: 2 }), "Claims by what they rest on: 2 on studies in animals. None of them rests on a study in people.");
});

test("in a table an association neither raises nor lowers, and of two arms neither lowers the other", () => {
  assert.equal(signWords({ words }, "causal", "-"), "lowers");
  assert.equal(signWords({ words }, "causal", "-", true), "lower");
  assert.equal(signWords({ words }, "association", "-"), "more goes with less");
  assert.equal(signWords({ words }, "association", "?"), "direction not stated");
  assert.equal(signWords({ words }, "descriptive", "-"), "less than the other");
  assert.equal(signWords({ words }, "descriptive", ""), "");
  assert.equal(signWords({ words }, "structural", ""), "belongs to");
});

test("a passage link escapes the hyphen that text fragments use", () => {
  assert.equal(passageLink("https://x.org/", "a-b c"), "https://x.org/#:~:text=a%2Db%20c");
});

test("citations escape what would break them and keep identifiers verbatim", () => {
  assert.match(bibtex(reference), /title = \{50\\% of \\textbraceleft\{\}mice\\textbraceright\{\} \\& men/);
  assert.match(bibtex(reference), /doi = \{10\.1\/x_y\}/);
  assert.match(ris(reference), /^TY {2}- JOUR\n(?:.*\n)*ER {2}- \n$/);
  assert.ok(!plainCitation(reference).includes("\n"));
});

test("a table row gets back what was left away, and words from the list of values", async () => {
  const table = { columns: ["id", "sign", "notes"], values: { sign: ["+", "-"] }, rows: [["x", 1], ["y"]] };
  assert.deepEqual(decode(table), [{ n: 0, id: "x", sign: "-", notes: [] }, { n: 1, id: "y", sign: "+", notes: [] }]);
  await assert.rejects(readModel({}, async () => {}));
});

test("an address gives the same state back, and nonsense leaves the start", () => {
  const state = { ...START, view: "near", near: "a b&c", depth: 2, hide: "sign:+|-", path: 3 };
  assert.deepEqual(readHash(`#${writeHash(state)}`), state);
  assert.deepEqual(readHash("#view=evil&depth=99&path=-1&__proto__=x&constructor=y"), { ...START, depth: 3 });
});

test("a filter survives its address, and hides a claim only when all its values are hidden", () => {
  const hidden = readHidden("mechanism:a|b;sign:+");
  assert.deepEqual(readHidden(writeHidden(hidden)), hidden);
  const facet = { name: "mechanism", title: "", values: [], of: (claim) => claim.mechanisms };
  assert.equal(isShown([facet], hidden, { mechanisms: ["a", "c"] }), true);
  assert.equal(isShown([facet], hidden, { mechanisms: ["a", "b"] }), false);
});

test("search finds synonyms, Greek letters and identifiers, whole names first", () => {
  const model = {
    entities: [entity(0, "beta-hydroxybutyrate", { synonyms: ["β-HB"] }), entity(1, "glutamate", { mappings: ["CHEBI:29985"] }), entity(2, "glutamate receptor")],
    mechanisms: [], hypotheses: [], references: [reference],
  };
  const index = buildIndex(model);
  assert.equal(normalise("  β–HB "), "beta hb");
  assert.equal(search(index, "β-hb")[0].label, "beta-hydroxybutyrate");
  assert.equal(search(index, "chebi:29985")[0].label, "glutamate");
  assert.equal(search(index, "glutamate")[0].n, 1);
  assert.deepEqual(search(index, "  "), []);
});

test("surroundings are capped, strongest first, and say what is left", () => {
  const entities = Array.from({ length: 6 }, (_, n) => entity(n, `e${n}`));
  const model = { entities, arrows: [1, 2, 3, 4, 5].map((n) => arrow(n, 0, n)) };
  const found = around(model, 0, 1, 2, () => true);
  assert.deepEqual([...found.sides.keys()].sort(), [0, 4, 5]);
  assert.equal(found.left, 3);
  assert.deepEqual(zigzag([{ id: "a" }, { id: "b" }]).map(({ x, y }) => [x, y]), [[0, 0], [150, 110]]);
});

test("a name that every object of the language has is a name like any other", () => {
  const model = /** @type {any} */ ({ words: bare(words) });
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"]) {
    assert.equal(phrase(model, "certainty", name), phrase(model, "certainty", "nothing of ours").replace("nothing of ours", name));
    assert.equal(markOf(model, "certainty", name), "");
    assert.equal(bare(JSON.parse(`{"${name}": {"x": 1}}`))[name].x, 1);
  }
});

test("what turns the direction of text or hides in it is shown as an escape", () => {
  assert.equal(visible("a\u202eb\u200bc\u2066\u0007\u2028\u{e0041}"), "a\\u202eb\\u200bc\\u2066\\u0007\\u2028\\U000e0041");
  assert.equal(visible("β-hydroxybutyrate\n\tα–é 😀"), "β-hydroxybutyrate\n\tα–é 😀");
});
