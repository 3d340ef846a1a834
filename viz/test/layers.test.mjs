import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { sizeOf } from "../src/boxes.js";
import { along, curvesOf } from "../src/curves.js";
import { EMPTY_SCENE, layered, plainLink } from "../src/elements.js";
import { layersOf, spaced } from "../src/layers.js";

const frozen = JSON.parse(readFileSync(new URL("pictures.json", import.meta.url), "utf8"));
const START = "ketogenic diet therapy";
const PIECES = 60;

/** The picture of a frozen answer, from its arrows alone. */
function pictureOf({ end, arcs }) {
  const names = [...new Set([START, end, ...arcs.flat()])];
  const role = (label) => (label === START ? "start" : label === end ? "end" : "");
  const boxes = names.map((label, n) => ({ id: label, n, label, kind: "process", x: 0, y: 0, role: role(label), dim: false }));
  const links = arcs.map(([from, to], n) => ({ ...plainLink(`a${n}`, from, to), label: "A2≠" }));
  return layered({ arrows: [] }, boxes, links, { start: START, end });
}

const side = (a, b, c) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
const meet = (p, q, r, s) => side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0;

/** @returns {{crossings: number, behind: string[], covered: string[]}} what a reader would take amiss in a picture */
function faults(scene) {
  const curves = [...curvesOf(scene).values()];
  const lines = curves.map(({ segments }) => Array.from({ length: PIECES + 1 }, (_, n) => along(segments, n / PIECES)));
  const places = scene.boxes.map((box) => ({ ...box, ...sizeOf(box) }));
  const inside = ({ x, y }, box) => Math.abs(x - box.x) < box.width / 2 - 1 && Math.abs(y - box.y) < box.height / 2 - 1;
  let crossings = 0;
  lines.forEach((one, n) => lines.slice(n + 1).forEach((other) => {
    crossings += Number(one.some((p, k) => k && other.some((r, l) => l && meet(one[k - 1], p, other[l - 1], r))));
  }));
  const behind = curves.flatMap(({ link }, n) => places.filter((box) => ![link.from, link.to].includes(box.id) && lines[n].some((at) => inside(at, box))).map((box) => `${link.id} ${box.label}`));
  const covered = curves.filter(({ hushed }) => !hushed).flatMap(({ link, label }) => places.filter((box) => inside(label, box)).map((box) => `${link.id} ${box.label}`));
  return { crossings, behind, covered };
}

for (const [name, picture] of Object.entries(frozen)) {
  test(`the picture of ${name} has at most ${picture.crossings} crossings, and no line behind a box`, () => {
    const { crossings, behind, covered } = faults(pictureOf(picture));
    assert.ok(crossings <= picture.crossings, `${crossings} crossings`);
    assert.deepEqual([behind, covered], [[], []]);
  });
}

test("a circle is read backwards once, and everything still has a layer", () => {
  const layers = layersOf(["a", "b", "c"], [["a", "b"], ["b", "c"], ["c", "a"]], "a", "c");
  assert.deepEqual([...layers], [["a", 0], ["b", 1], ["c", 2]]);
});

test("start and end stand alone, whatever leads where", () => {
  const layers = layersOf(["s", "x", "e", "y"], [["e", "x"], ["y", "s"]], "s", "e");
  const alone = (node) => [...layers].filter(([, layer]) => layer === layers.get(node)).length === 1;
  assert.ok(alone("s") && alone("e"));
  assert.ok([...layers.values()].every((layer) => layer <= layers.get("e")));
});

test("boxes that would overlap move apart as one, and keep their order", () => {
  const places = spaced([0, 0, 100], [20, 40, 20]);
  assert.deepEqual(places, [-15, 15, 100]);
  assert.deepEqual(spaced([], []), []);
});

test("the same picture has the same places", () => {
  const [one, two] = [1, 2].map(() => pictureOf(Object.values(frozen)[0]).boxes.map(({ x, y }) => [x, y]));
  assert.deepEqual(one, two);
  assert.ok(EMPTY_SCENE.boxes.length === 0);
});
