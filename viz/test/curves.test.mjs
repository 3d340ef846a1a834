import assert from "node:assert/strict";
import test from "node:test";
import { sizeOf } from "../src/boxes.js";
import { along, curvesOf, headOf, nearest, pathData } from "../src/curves.js";
import { EMPTY_SCENE, plainLink } from "../src/elements.js";

const box = (id, x, y, more = {}) => ({ id, what: "entity", n: 0, label: id, kind: "process", x, y, role: "", dim: false, ...more });
const scene = (boxes, links) => ({ ...EMPTY_SCENE, boxes, links });
const points = ({ segments }) => Array.from({ length: 21 }, (_, n) => along(segments, n / 20));

test("arrows at one side of a box leave it apart, in the order of where they go", () => {
  const boxes = [box("a", 0, 0, { tall: 200 }), box("b", 400, -90), box("c", 400, 0), box("d", 400, 90)];
  const curves = curvesOf(scene(boxes, ["d", "b", "c"].map((to) => plainLink(to, "a", to))));
  const starts = ["b", "c", "d"].map((id) => curves.get(id).segments[0][0].y);
  assert.ok(starts[1] - starts[0] >= 10 && starts[2] - starts[1] >= 10, String(starts));
  assert.ok([...curves.values()].every(({ segments }) => segments[0][0].x === sizeOf(boxes[0]).width / 2));
});

test("arrows between the same two boxes run side by side and do not cross", () => {
  const boxes = [box("a", 0, 0), box("b", 400, 60)];
  const curves = curvesOf(scene(boxes, [plainLink("one", "a", "b"), plainLink("two", "a", "b")]));
  const [one, two] = ["one", "two"].map((id) => points(curves.get(id)));
  assert.ok(one.every(({ y }, n) => y < two[n].y));
});

test("an arrow against the reading direction ends at the right side of its box", () => {
  const boxes = [box("a", 400, 0), box("b", 0, 0)];
  const { end, angle } = curvesOf(scene(boxes, [plainLink("back", "a", "b")])).get("back");
  assert.equal(end.x, sizeOf(boxes[1]).width / 2);
  assert.equal(angle, Math.PI);
});

test("an arrow to its own box and one without a box harm nothing", () => {
  const curves = curvesOf(scene([box("a", 0, 0)], [plainLink("loop", "a", "a"), plainLink("lost", "a", "nowhere")]));
  assert.deepEqual([...curves.keys()], ["loop"]);
  assert.ok(!pathData(curves.get("loop"), 4).includes("NaN"));
});

test("what is clicked is the nearest line, if one is near enough", () => {
  const boxes = [box("a", 0, 0, { tall: 120 }), box("b", 500, -60), box("c", 500, 60)];
  const curves = curvesOf(scene(boxes, [plainLink("up", "a", "b"), plainLink("down", "a", "c")]));
  const at = along(curves.get("down").segments, 0.6);
  assert.equal(nearest(curves.values(), { x: at.x, y: at.y + 3 }, 6).link.id, "down");
  assert.equal(nearest(curves.values(), { x: at.x, y: at.y + 200 }, 6), null);
});

test("each sign has a head of its own", () => {
  const shapes = ["+", "-", "?", "0", ""].map((sign) => headOf(sign, 2).d);
  assert.equal(new Set(shapes).size, 5);
  assert.ok(headOf("+", 2).filled && !headOf("?", 2).filled);
});
