/**
 * What is visible, as files: PNG, SVG, TSV, BibTeX, JSON-LD.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./data.js").Claim} Claim */

import { cell } from "./cells.js";
import { bibtex } from "./cite.js";
import { h } from "./dom.js";
import { linksOf } from "./elements.js";
import { figureKey, folded, Papers } from "./figure_key.js";
import { laneFigure } from "./lane_figure.js";
import { pathsUnder } from "./narrowed.js";
import { effectColor, palette } from "./palette.js";
import { pathOf, questionOf } from "./scene.js";
import { drawSvg } from "./svg.js";
import { phrase } from "./words.js";

const KG = "https://w3id.org/kgraph/";
const SCALE = 2;
const LARGEST = 12_000;

/** @param {App} app @returns {[string, () => void][]} */
export function exporters(app) {
  return [
    ["PNG", () => savePng(app)],
    ["SVG", () => save(app, "svg", svgText(app), "image/svg+xml")],
    ["TSV", () => save(app, "tsv", tsv(app), "text/tab-separated-values")],
    ["BibTeX", () => save(app, "bib", bibliography(app), "application/x-bibtex")],
    ["JSON-LD", () => save(app, "jsonld", `${JSON.stringify(jsonld(app), null, 1)}\n`, "application/ld+json")],
  ];
}

/** @param {App} app @param {string} ending */
function fileName(app, ending) {
  const day = new Date().toISOString().slice(0, 10);
  const about = app.title().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  return `kgraph-${app.model.version}-${day}-${about}.${ending}`;
}

/** @param {App} app @param {string} ending @param {string | Blob} content @param {string} [type] */
function save(app, ending, content, type) {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const address = URL.createObjectURL(blob);
  const anchor = h("a", { href: address, download: fileName(app, ending) });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  app.say(`Saved ${anchor.download}`);
}

/** The picture with its key; the papers of its arrows stand below where it is alone. @param {App} app @param {{alone?: boolean}} [how] */
export function svgOf(app, { alone = false } = {}) {
  const { model, scene } = app;
  const colors = palette();
  return drawSvg(scene, colors, app.title(), ({ left, top, right }) => {
    const key = figureKey(model, colors, scene.links, { left, top, right });
    const words = folded([...captionOf(app), ...(alone ? papersOf(app) : [])], colors, { left, top: key.bottom + 4, right });
    return { parts: [...key.parts, ...words.parts], bottom: words.bottom };
  });
}

/** What is saved: the paths of a question as lanes with numbered papers, any other view as it is drawn. @param {App} app */
function figureOf(app) {
  const { model, state } = app;
  const question = questionOf(model, state);
  const chosen = pathOf(model, state);
  const left = question ? pathsUnder(model, question, state.hide ? (n) => app.shown(n) : null) : { paths: [], outcomes: [] };
  const paths = chosen ? [chosen] : [...left.paths, ...left.outcomes];
  if (state.view !== "paths" || !paths.length) return svgOf(app, { alone: true });
  const papers = new Papers(model);
  const label = (/** @type {number} */ n) => model.entities[n].label;
  const lanes = paths.map((path, number) => ({
    heading: `${chosen ? "" : `${number + 1}. `}${phrase(model, "effect", path.effect)}`, color: effectColor([path.effect]), stops: path.steps.slice(1).map(({ from }) => label(from)),
    arrows: path.steps.map((step) => {
      const [link] = linksOf(model, model.arrows[step.arrow], { ...state, apart: 0 }, (n) => app.shown(n), { chosen: true });
      return { link, chip: link.label, numbers: papers.of(step.claims.filter((n) => app.shown(n))) };
    }),
  }));
  const [first, last] = [paths[0].steps[0].from, paths[0].steps[paths[0].steps.length - 1].to];
  const told = papers.told();
  return laneFigure(model, palette(), { start: label(first), end: label(last), lanes, words: [...captionOf(app), `Numbers below an arrow are references. ${told ? `References: ${told}.` : ""}`] });
}

/** @param {App} app */
const captionOf = (app) => [`${app.title()}. kgraph ${app.model.version}. Not medical advice, not a ranking of treatments.`];

/** The papers behind each arrow of the picture, by number, and the list of them. @param {App} app @returns {string[]} */
export function papersOf(app) {
  const { model, scene } = app;
  const papers = new Papers(model);
  const seen = new Set();
  const arrows = scene.links.flatMap(({ arrow, claim }) => {
    const known = model.arrows[arrow];
    if (!known || seen.has(`${arrow} ${claim}`)) return [];
    seen.add(`${arrow} ${claim}`);
    const numbers = papers.of((claim >= 0 ? [claim] : known.claims).filter((n) => app.shown(n)));
    return numbers ? [`${model.entities[known.from].label} → ${model.entities[known.to].label} ${numbers}`] : [];
  });
  return arrows.length ? [`Arrows and their references: ${arrows.join("; ")}.`, `References: ${papers.told()}.`] : [];
}

/** @param {App} app */
function svgText(app) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(figureOf(app))}\n`;
}

/** @param {App} app */
function savePng(app) {
  const svg = figureOf(app);
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const scale = Math.min(SCALE, LARGEST / Math.max(width, height));
  const image = new Image();
  image.onload = () => {
    const canvas = h("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(app, "png", blob), "image/png");
  };
  image.onerror = () => app.say("The picture could not be drawn as PNG; try SVG.");
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

/** @param {App} app */
function tsv(app) {
  const { model } = app;
  const titles = [
    "claim", "subject", "relation", "sign", "object", "certainty", "study_kind", "confidence", "supports", "disputes",
    "references", "mechanisms", "disease", "implied", "uncited", "disputed",
  ];
  const rows = app.visibleClaims().map((claim) => [
    `claim:${claim.id}`, model.entities[claim.subject].label, claim.relation, claim.sign, model.entities[claim.object].label,
    claim.certainty, claim.study, claim.confidence, claim.papers[0], claim.papers[1], referencesOf(app, claim).map((r) => r.short).join("|"),
    claim.mechanisms.join("|"), claim.disease, claim.implied ? "yes" : "", claim.uncited ? "yes" : "", claim.disputed ? "yes" : "",
  ]);
  return [titles, ...rows].map((row) => `${row.map(cell).join("\t")}\n`).join("");
}

/** @param {App} app @param {Claim} claim */
function referencesOf(app, claim) {
  const found = new Set(claim.lines.map((line) => line.reference).filter((n) => n >= 0));
  return [...found].map((n) => app.model.references[n]);
}

/** @param {App} app */
function bibliography(app) {
  const found = new Map(app.visibleClaims().flatMap((claim) => referencesOf(app, claim)).map((reference) => [reference.n, reference]));
  return [...found.values()].sort((a, b) => a.n - b.n).map(bibtex).join("\n");
}

/** @param {App} app */
function jsonld(app) {
  const { model } = app;
  return {
    "@context": {
      kg: KG, rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", skos: "http://www.w3.org/2004/02/skos/core#", dct: "http://purl.org/dc/terms/",
      entity: `${KG}entity/`, claim: `${KG}claim/`, evidence: `${KG}evidence/`, reference: `${KG}reference/`,
      subject: { "@id": "rdf:subject", "@type": "@id" }, predicate: { "@id": "rdf:predicate", "@type": "@id" },
      object: { "@id": "rdf:object", "@type": "@id" }, label: "skos:prefLabel", sign: "kg:sign",
      evidence_lines: "kg:evidence", cites: { "@id": "kg:reference", "@type": "@id" },
      certainty: { "@id": "kg:certainty", "@type": "@id" }, direction: { "@id": "kg:direction", "@type": "@id" },
      directness: { "@id": "kg:directness", "@type": "@id" },
    },
    "@graph": app.visibleClaims().map((claim) => ({
      "@id": `claim:${claim.id}`, "@type": "kg:Claim",
      subject: { "@id": `entity:${model.entities[claim.subject].id}`, label: model.entities[claim.subject].label },
      predicate: `kg:${claim.relation}`,
      object: { "@id": `entity:${model.entities[claim.object].id}`, label: model.entities[claim.object].label },
      ...(claim.sign ? { sign: claim.sign } : {}), certainty: `${KG}certainty/${claim.certainty}`,
      evidence_lines: claim.lines.map((line) => ({
        "@id": `evidence:${claim.id}-${line.item}`, direction: `${KG}direction/${line.direction}`, directness: `${KG}directness/${line.directness}`,
        ...(line.reference >= 0 ? { cites: `reference:${model.references[line.reference].id}` } : {}),
      })),
    })),
  };
}
