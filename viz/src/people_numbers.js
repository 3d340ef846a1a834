/**
 * The numbers in people of a question that the page answers, as rows to draw, and what else is known of them in words:
 * the same rows and sentences as those of `kgraph.explorer.people_numbers` and `kgraph.formats.people_words`.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./paths/find.js").Answer} Answer */
/** @typedef {import("./paths/people.js").Seen} Seen */
/** @typedef {import("./dom.js").Child} Child */
/** @typedef {{outcome: number, when: string, shares: [number, number][], other: number | "", source: string, own: string, rival: string}} Row shares with how many were in the arm, 0 where it is not said */

import { h } from "./dom.js";
import { capital } from "./words.js";

// Of 100 % that much of the width is drawn, so that the number behind the last point has room.
const ACROSS = 0.88;
const PAIRS = 3;
const SVG = "http://www.w3.org/2000/svg";

/** @param {number} value the nearest whole number, of two equally near ones the even one */
const whole = (value) => (value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** @param {Model} model @param {Answer} answer @param {number} outcome @returns {Row[]} all shares of an outcome under the start alone, then pairs from one study */
export function rowsInPeople(model, { start, end, grading: { ground } }, outcome) {
  const [arms, diseases] = [ground.specialForms(start), ground.specialForms(end)];
  const found = model.numbers.filter(({ claim, arm }) => arms.has(arm) && diseases.has(ground.data.contexts[claim]));
  /** @type {Map<string, import("./data.js").Share>} */
  const alone = new Map();
  for (const share of found) {
    const key = `${sourcesOf(model, share.claim).join()} ${whole(share.value)}`;
    if (share.outcome === outcome && !alone.has(key)) alone.set(key, share);
  }
  /** @type {Row[]} */
  const rows = [];
  if (alone.size) {
    const shares = [...alone.values()].sort((a, b) => a.value - b.value);
    const named = new Set([...alone.values()].flatMap(({ claim }) => sourcesOf(model, claim)));
    const source = named.size === 1 ? shares[0].source : `${named.size} sources`;
    rows.push({ outcome, when: "", shares: shares.map(({ value, size }) => [value, size]), other: "", source, own: "", rival: "" });
  }
  /** @type {Map<string, Row>} */
  const pairs = new Map();
  for (const share of found) {
    // The same comparison as another source tells it is no second one.
    const key = `${share.outcome} ${share.rival}`;
    if (share.other === "" || !sourcesOf(model, share.claim).length || pairs.has(key)) continue;
    pairs.set(key, { ...share, shares: [[share.paired, share.size]], own: share.arm === start ? "" : share.own });
  }
  const first = [...pairs.values()].sort((a, b) => Number(a.outcome !== outcome) - Number(b.outcome !== outcome));
  return [...rows, ...first.slice(0, PAIRS)];
}

/** @param {Model} model @param {number} claim @returns {number[]} */
function sourcesOf({ claims }, claim) {
  return [...new Set(claims[claim].lines.filter(({ attachment, reference }) => attachment !== "near" && reference >= 0).map(({ reference }) => reference))];
}

/** @param {Model} model @param {Row[]} rows @param {number} start @returns {Child[]} the rows as a table of points, and what the points are */
export function numbersTable({ entities }, rows, start) {
  if (!rows.length) return [];
  return [
    h("table", { class: "dots" }, h("caption", { class: "hidden" }, "Shares in per cent"),
      h("thead", { class: "hidden" }, h("tr", {}, ...["Outcome", "Shares", "Source"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {},
        h("th", { scope: "row" }, capital(entities[row.outcome].label), row.when ? h("i", {}, ` ${row.when}`) : null, row.own ? h("i", {}, ` (${row.own})`) : null),
        h("td", {}, points(row)), h("td", {}, `${row.other === "" ? "" : `${row.rival}: `}${row.source}`))))),
    h("p", { class: "lg" }, h("span", {}, dot("dk"), ` ${entities[start].label}`),
      rows.some(({ other }) => other !== "") ? h("span", {}, dot("da"), " other arm of the same study") : null, h("span", {}, "0 to 100 %"),
      h("a", { class: "go", href: "#view=outcomes" }, "All numbers →")),
  ];
}

/** @param {string} kind @returns {Element} the point of an arm as the key shows it */
function dot(kind) {
  const picture = element("svg", { width: 12, height: 12, "aria-hidden": "true" });
  picture.append(element("circle", { cx: 6, cy: 6, r: 5, class: kind }));
  return picture;
}

/** @param {Row} row @returns {Element} */
function points({ shares, other, rival }) {
  const told = shares.map(([value, size]) => `${whole(value)}%${size ? ` of ${size}` : ""}`).join(", ");
  const picture = element("svg", { height: 22, role: "img", "aria-label": other === "" ? told : `${told}; ${rival} ${whole(other)}%` });
  for (const at of [0, 50, 100]) picture.append(element("line", { x1: place(at), x2: place(at), y1: 0, y2: 22, class: "ax" }));
  const [first, last] = [shares[0][0], shares[shares.length - 1][0]];
  if (other !== "") {
    picture.append(element("line", { x1: place(first), x2: place(other), y1: 11, y2: 11, class: "dl" }), element("circle", { cx: place(other), cy: 11, r: 5, class: "da" }));
  }
  for (const [value] of shares) picture.append(element("circle", { cx: place(value), cy: 11, r: other === "" ? 4 : 5, class: "dk" }));
  if (other === "") {
    picture.append(number(last, 9, `${whole(first)}${shares.length > 1 ? ` to ${whole(last)}` : ""}`));
  } else {
    const side = first <= other ? -9 : 9;
    picture.append(number(first, side, whole(first)), number(other, -side, whole(other)));
  }
  return picture;
}

/** @param {number} at @param {number} beside @param {string | number} words */
function number(at, beside, words) {
  const text = element("text", { x: place(at), dx: beside, y: 15, ...(beside < 0 ? { "text-anchor": "end" } : {}) });
  text.append(String(words));
  return text;
}

/** @param {number} share where it stands on its axis */
const place = (share) => `${(share * ACROSS).toFixed(1)}%`;

/** @param {string} name @param {Record<string, unknown>} attributes */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** An outcome with its direction. @param {Model} model @param {Seen} row */
export function outcomeWords(model, row) {
  const entity = model.entities[row.outcome];
  if (largestOf(model, row)?.unchanged && !row.for) return `${entity.label} unchanged`;
  const relations = row.claims.map((n) => model.claims[n].relation);
  if (relations.every((name) => name === "treats")) return `treats ${entity.label}`;
  if (relations.every((name) => name === "has_outcome" || name === "treats")) return entity.label;
  return `${row.direction === "+" ? "more" : entity.plural ? "fewer" : "less"} ${entity.label}`;
}

/** @param {Model} model @param {Seen} row @returns {{people: number, paper: number, unchanged: boolean} | undefined} the largest study behind an outcome; of equals the first */
function largestOf({ claims, search }, row) {
  const sizes = new Map(search.sizes.map(([claim, ...rest]) => [claim, rest]));
  const known = row.claims.flatMap((n) => {
    const [people, paper] = sizes.get(n) ?? [0, -1];
    return people ? [{ people, paper, unchanged: claims[n].sign === "0" }] : [];
  });
  return known.sort((a, b) => b.people - a.people)[0];
}

/** @param {Model} model @param {Seen[]} rows @returns {[string, number][]} trials, advice and the largest study in sentences, each with its paper */
export function peopleSentences(model, rows) {
  const cited = [...new Set(rows.flatMap((row) => row.claims.flatMap((n) => model.claims[n].lines.map(({ reference }) => reference))))];
  /** @param {Record<string, string>} told @param {string} before @returns {[string, number][]} */
  const said = (told, before) => cited.filter((n) => told[n]).map((n) => [`${before} ${told[n]}.`, n]);
  const studies = rows.flatMap((row) => {
    const study = largestOf(model, row);
    return study ? [{ ...study, saw: outcomeWords(model, row) }] : [];
  });
  const largest = [...studies].sort((a, b) => b.people - a.people)[0];
  const found = [...said(model.search.trials, "Registered trial"), ...said(model.search.advice, "Experts:")];
  if (!largest) return found;
  const saw = studies.filter(({ people, paper }) => people === largest.people && paper === largest.paper).map((one) => one.saw);
  return [...found, [`Largest study, ${largest.people.toLocaleString("en")} people: ${saw.join(", ")}.`, largest.paper]];
}
