import assert from "node:assert/strict";
import test from "node:test";
import { bibtex, plainCitation, ris } from "../src/cite.js";
import { decode, readModel } from "../src/data.js";
import { isShown, readHidden, writeHidden } from "../src/filter.js";
import { around, chain } from "../src/layout.js";
import { buildIndex, normalise, search } from "../src/search.js";
import { readHash, START, writeHash } from "../src/state.js";
import { passageLink, pathRemarks, polarity, signWords, strength } from "../src/words.js";

const reference = {
  n: 0, id: "doi-10", short: "doi:10.1/x_y", link: "https://doi.org/10.1/x_y", title: "50% of {mice} & men\n", year: 2020,
  author: "A B", journal: "J", doi: "10.1/x_y", pmid: "", pmcid: "", cited_for: "", candidates: [], candidate_confidence: "", notes: [],
};
const entity = (n, label, more = {}) => ({
  n, label, kind: "metabolite", x: 0, y: n, id: label, synonyms: [], definition: "", valence: "", mappings: [], ...more,
});
const arrow = (n, from, to) => ({ n, from, to, kind: "causal", sign: "+", papers: [n, 0, 0, [], n], confidence: 0.5, claims: [] });

test("the strength line counts papers on each side and says where they were seen", () => {
  assert.equal(strength([2, 1, 0, [["mouse", 1], ["author-statement", 1]], 3]), "3 papers: 2 support, 1 disputes; support: 1 in mice, 1 as authors' statement.");
  assert.equal(strength([1, 0, 0, [["zebrafish", 1]], 1]), "1 paper: 1 supports; support: 1 in zebrafish.");
  assert.equal(strength([2, 1, 0, [["human", 2]], 2]), "2 papers: 2 support, 1 disputes, some on more than one side; support: 2 in humans.");
  assert.equal(strength([0, 0, 0, [], 0]), "No paper is cited for this.");
});

test("polarity is written out, and an unknown one is not guessed", () => {
  const model = { entities: [{ label: "a" }, { label: "b" }], claims: [{ relation: "inhibits" }], relations: { inhibits: "inhibits" } };
  const base = { from: 0, to: 1, claims: [0], kind: "causal" };
  assert.equal(polarity(model, { ...base, sign: "-" }), "a lowers b (inhibits).");
  assert.equal(polarity(model, { ...base, sign: "?" }), "a acts on b; the direction is not stated.");
  assert.match(polarity(model, { ...base, sign: "+", kind: "association" }), /no statement of cause/);
});

test("the head of a path tells what its steps rest on", () => {
  const path = { confidence: 0.1, weakest: 1, contexts: [], steps: [{ marks: ["animals or cells only", "relayed only"] }, { marks: [] }, { marks: ["relayed only", "uncited"] }] };
  assert.equal(pathRemarks(path), "confidence 0.10 · weakest step 1 · known from animals or cells only at step 1 · relayed only at step 1, 3 · uncited in the source at step 3");
});

test("in a table an association neither raises nor lowers", () => {
  assert.equal(signWords("causal", "-"), "lowers");
  assert.equal(signWords("association", "-"), "more goes with less");
  assert.equal(signWords("association", "?"), "direction not stated");
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
  assert.deepEqual([...found.places.keys()].sort(), [0, 4, 5]);
  assert.equal(found.left, 3);
  assert.deepEqual(chain([7, 8]).get(8), { x: 210, y: 130 });
});
