/**
 * Triples as a picture: settled before it is shown, and then still.
 */

import { palette } from "../palette.js";
import { root } from "./root.js";
import { shortName } from "./terms.js";

/** @typedef {import("./terms.js").Triple} Triple */

const MOST = 300;

/** @type {Promise<any> | null} */
let library = null;

/** The drawing library, fetched when it is first needed. */
function visNetwork() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}/static/vis-network.js`;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).vis));
    script.addEventListener("error", () => reject(new Error("the drawing library did not load")));
    document.head.append(script);
  });
  return library;
}

/**
 * Draw triples into an element; the answer says how many were drawn.
 *
 * @param {HTMLElement} where
 * @param {Triple[]} triples
 * @param {Record<string, string>} prefixes
 */
export async function draw(where, triples, prefixes) {
  const vis = await visNetwork();
  const colours = palette();
  const shown = triples.slice(0, MOST);
  /** @type {Map<string, Record<string, unknown>>} */
  const nodes = new Map();
  const edges = shown.map(([subject, predicate, object]) => {
    const ends = [subject, object].map((of) => {
      const name = shortName(of, prefixes);
      const id = `${of.type} ${of.value}`;
      const words = name.length > 44 ? `${name.slice(0, 42)}…` : name;
      nodes.set(id, { id, label: words, title: of.value, shape: of.type === "literal" ? "text" : "box" });
      return id;
    });
    return { from: ends[0], to: ends[1], label: shortName(predicate, prefixes), arrows: "to" };
  });
  const network = new vis.Network(where, { nodes: [...nodes.values()], edges }, {
    layout: { randomSeed: 7, improvedLayout: nodes.size < 120 },
    nodes: { color: { background: colours.soft, border: colours.quiet, highlight: { background: colours.hair, border: colours.ink } }, font: { color: colours.ink, size: 14 } },
    edges: { color: { color: colours.quiet, highlight: colours.ink }, font: { color: colours.quiet, size: 11, strokeWidth: 3, strokeColor: colours.paper, align: "middle" }, smooth: { type: "continuous" } },
    physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 140 }, stabilization: { iterations: 300, fit: true } },
    interaction: { hover: false, keyboard: false },
  });
  network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
  return { shown: shown.length, all: triples.length };
}
