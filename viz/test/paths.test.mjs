import assert from "node:assert/strict";
import test from "node:test";
import { Budget, PathSpace } from "../src/paths/cheapest.js";
import { compareLists } from "../src/paths/grades.js";
import { times } from "../src/paths/ground.js";
import { judge } from "../src/paths/verdict.js";

const HOPS = 5;

/** Numbers that are the same each time (Park and Miller 1988). */
function numbersFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** A random signed network of ten entities, some of whose arcs carry a mark, and with pairs that may not follow each other. */
function networkFrom(seed) {
  const next = numbersFrom(seed + 1);
  const arcs = new Map();
  for (let n = 0; n < 24; n += 1) {
    const from = next(10);
    const arc = {
      from, to: next(10), cost: next(1000) / 100, sign: [0, 1, 1, 0, 2][next(5)], marks: next(3) ? 0 : 1, leaves: next(6) ? -1 : next(3), enters: next(6) ? -1 : next(3), step: n,
    };
    arcs.set(from, [...(arcs.get(from) ?? []), arc]);
  }
  return arcs;
}

/** Every simple path, found by trying all. */
function everyPath(arcs, end, hops, path) {
  const node = path.length ? path[path.length - 1].to : 0;
  if (node === end) return [path];
  if (path.length === hops) return [];
  const visited = [0, ...path.map(({ to }) => to)];
  return (arcs.get(node) ?? []).flatMap((arc) => {
    const before = path[path.length - 1];
    return visited.includes(arc.to) || (before && before.leaves >= 0 && before.leaves === arc.enters) ? [] : everyPath(arcs, end, hops, [...path, arc]);
  });
}

const signOf = (path) => path.reduce((sign, arc) => times(sign, arc.sign), 0);
const marksOf = (path) => path.reduce((marks, arc) => marks | arc.marks, 0);
const costOf = (path) => path.reduce((cost, arc) => cost + arc.cost, 0);
const finished = (work) => {
  for (let next = work.next(); ; next = work.next()) if (next.done) return next.value;
};

test("the search finds every simple path of a sign and with the marks, in order of cost", () => {
  let compared = 0;
  for (let seed = 0; seed < 150; seed += 1) {
    const arcs = networkFrom(seed);
    for (const marks of [0, 1]) {
      const all = everyPath(arcs, 9, HOPS, []).filter((path) => !(marks & ~marksOf(path)));
      const space = new PathSpace(arcs, 0, 9, HOPS, marks, new Budget(60));
      for (const sign of [0, 1, 2]) {
        const found = [...space.cheapest(sign, new Budget(60))].filter(Boolean);
        const expected = all.filter((path) => signOf(path) === sign);
        const names = (paths) => paths.map((path) => path.map(({ step }) => step).join()).sort();
        assert.deepEqual(names(found), names(expected));
        const costs = found.map(costOf);
        assert.ok(costs.every((cost, n) => !n || cost >= costs[n - 1] - 1e-9));
        compared += found.length;
      }
    }
  }
  assert.ok(compared > 500);
});

test("the verdict is that of all simple paths, of any length", () => {
  const says = new Set();
  for (let seed = 0; seed < 300; seed += 1) {
    const arcs = networkFrom(seed);
    const signs = new Set(everyPath(arcs, 9, 10, []).map(signOf));
    const verdict = finished(judge(arcs, 0, 9, { marks: 0, most: 500_000, found: new Set() }));
    const expected = signs.has(0) && signs.has(1) ? "both sides" : signs.has(0) || signs.has(1) ? "one side only" : signs.has(2) ? "unknown directions only" : "none";
    assert.equal(verdict.says, expected);
    assert.equal(verdict.side, expected === "one side only" ? (signs.has(0) ? "+" : "-") : "");
    says.add(verdict.says);
  }
  assert.equal(says.size, 4);
});

test("a budget that is spent leaves the question open and never decides for one side", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const arcs = networkFrom(seed);
    const signs = new Set(everyPath(arcs, 9, 10, []).map(signOf));
    const { says, side } = finished(judge(arcs, 0, 9, { marks: 0, most: 0, found: new Set() }));
    if (says === "one side only") assert.ok(!signs.has(side === "+" ? 1 : 0));
  }
});

test("a search without work left is cut and says so", () => {
  const budget = new Budget(60);
  budget.left = 1;
  const arcs = new Map([0, 1, 2, 3].map((from) => [from, [{ from, to: from + 1, cost: 1, sign: 0, marks: 0, leaves: -1, enters: -1, step: from }]]));
  assert.deepEqual([...new PathSpace(arcs, 0, 4, HOPS, 0, new Budget(60)).cheapest(0, budget)], []);
  assert.equal(budget.hit, true);
});

test("a list that ends first comes first", () => {
  assert.deepEqual([[3, 1], [3], [2, 9, 9], [3, 1, 1]].sort(compareLists), [[2, 9, 9], [3], [3, 1], [3, 1, 1]]);
});
