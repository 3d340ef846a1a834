/**
 * Signs, strengths and places in words.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./data.js").Papers} Papers */

/** @type {Record<string, string>} */
export const SIGN_WORDS = {
  "+": "raises",
  "-": "lowers",
  0: "does not change",
  "?": "acts on (direction not stated)",
  "": "belongs to",
};
/** Signs where neither acts on the other. @type {Record<string, string>} */
const TOGETHER_WORDS = { "+": "more goes with more", "-": "more goes with less", 0: "no association", "?": "direction not stated" };
/** @type {Record<string, string>} */
export const SIGN_MARKS = { "+": "▶", "-": "⊣", 0: "⊘", "?": "○", "": "·" };
/** @type {Record<string, string>} */
export const EVIDENCE_WORDS = {
  human: "human study",
  animal: "animal study",
  cells: "cells or slices",
  statement: "authors' statement",
};
/** @type {Record<string, string>} */
export const EVIDENCE_LETTERS = { human: "H", animal: "A", cells: "C", statement: "S" };
/** @type {Record<string, string>} */
const KIND_WORDS = { human: "from studies in humans", animal: "from animals", cells: "from cells or slices", statement: "from authors' statements alone" };
/** @type {Record<string, string>} */
export const EFFECT_WORDS = {
  helps: "Helpful",
  harms: "Harmful",
  raises: "Raises the end",
  lowers: "Lowers the end",
  unknown: "Direction unknown",
};
/** @type {Record<string, string>} */
const DIRECTNESS_WORDS = {
  primary: "the paper's own finding, seen in its abstract or a public copy",
  relayed: "relayed: told by another source, not by the paper itself",
  inferred: "inferred by the curator",
};
/** @type {Record<string, string>} */
const CERTAINTY_WORDS = {
  asserted: "stated as a fact",
  suggested: "worded as a suggestion",
  contested: "called contested by its source",
  "needs-research": "said to need research",
  unknown: "said to be unknown",
};
/** @type {Record<string, string>} */
const ATTACHMENT_WORDS = {
  direct: "",
  carried: "the citation stands at a neighbouring sentence",
  near: "the citation stands only near the statement and does not count",
};

/** @param {string} name */
export const directnessWords = (name) => DIRECTNESS_WORDS[name] ?? name;
/** @param {string} name */
export const certaintyWords = (name) => CERTAINTY_WORDS[name] ?? name;
/** @param {string} name */
export const attachmentWords = (name) => ATTACHMENT_WORDS[name] ?? name;

/**
 * What a sign means in a table: an association neither raises nor lowers.
 *
 * @param {string} kind
 * @param {string} sign
 */
export function signWords(kind, sign) {
  return (kind === "association" ? TOGETHER_WORDS : { ...SIGN_WORDS, "?": TOGETHER_WORDS["?"] })[sign] ?? "";
}

/**
 * How many claims rest on which kind of study, in letters: H1 A7 S13.
 *
 * @param {Record<string, number>} evidence
 */
export function kindLetters(evidence) {
  return Object.entries(evidence).map(([kind, count]) => `${EVIDENCE_LETTERS[kind]}${count}`).join(" ");
}

/**
 * The same in words, with a remark where no study in humans is among them.
 *
 * @param {Record<string, number>} evidence
 */
export function kindWords(evidence) {
  const kinds = Object.entries(evidence).map(([kind, count]) => `${count} ${KIND_WORDS[kind]}`).join(", ");
  return `Claims by what they rest on: ${kinds}.${evidence.human ? "" : " None of them rests on a study in humans."}`;
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** Relations that need more words inside a sentence, forwards and read backwards. @type {Record<string, [string, string]>} */
const WITHIN = {
  manifestation_of: ["is a manifestation of", "has the manifestation"], aspect_of: ["is an aspect of", "has the aspect"],
  part_of: ["is part of", "has the part"], has_subtype: ["has the subtype", "is a subtype of"], has_attribute: ["has the attribute", "is an attribute of"],
  no_effect: ["has no effect on", "is not affected by"], compared_with: ["is compared with", "is compared with"],
  causes_adverse_effect: ["causes the adverse effect", "is an adverse effect of"], associated_with: ["is associated with", "is associated with"], has_outcome: ["has the outcome", "is an outcome of"],
};

/**
 * What the relation of an arrow is called: its polarity, or the relation's own name when it has none.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 */
export function relationWords(model, arrow) {
  if (arrow.kind === "opposite") return "is the opposite of";
  // Before all claims are read, the arrow itself says.
  if (!model.relations) return arrow.words || SIGN_WORDS[arrow.sign];
  const names = new Set(arrow.claims.map((n) => model.claims[n].relation));
  if (names.size === 1) return relationName(model, [...names][0]);
  return SIGN_WORDS[arrow.sign] ?? "";
}

/** @param {Model} model @param {string} name */
function relationName(model, name) {
  return WITHIN[name]?.[0] ?? model.relations[name] ?? name.replaceAll("_", " ");
}

/**
 * An arrow as a sentence with its polarity written out.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 */
export function polarity(model, arrow) {
  const [subject, object] = [model.entities[arrow.from].label, model.entities[arrow.to].label];
  const relation = relationWords(model, arrow);
  if (arrow.kind === "opposite") return `${subject} ${relation} ${object}.`;
  if (arrow.kind === "structural" || arrow.kind === "descriptive") return `${subject} ${relation} ${object}.`;
  if (arrow.kind === "association") {
    const together = { "+": "more of one goes with more of the other", "-": "more of one goes with less of the other" };
    const words = /** @type {Record<string, string>} */ (together)[arrow.sign] ?? "the direction is not stated";
    return `${subject} is associated with ${object}: ${words}. This is no statement of cause.`;
  }
  if (arrow.sign === "?") return `${subject} acts on ${object}; the direction is not stated.`;
  return `${subject} ${SIGN_WORDS[arrow.sign]} ${object}${arrow.sign === "0" ? "" : ` (${relation})`}.`;
}

/**
 * @param {Model} model
 * @param {Claim} claim
 */
export function claimWords(model, claim) {
  const subject = model.entities[claim.subject]?.label ?? "";
  const object = model.entities[claim.object]?.label ?? "";
  const relation = relationName(model, claim.relation);
  const outcome = claim.outcome ? ` on ${claim.outcome}` : "";
  return `${subject} ${relation} ${object}${outcome}`;
}

/** Where a finding was seen, with the number of papers before it. @type {Record<string, string>} */
const SEEN_WORDS = {
  mouse: "in mice", rat: "in rats", human: "in humans", animal: "in animals", "in-vitro": "in cells", "animal/in-vitro": "in animals or cells",
  "meta-analysis": "by meta-analysis", trial: "in trials", "clinical-observation": "in clinical observations", "case-report": "in case reports",
  "author-statement": "as authors' statement",
};

/**
 * "3 papers: 2 support, 1 disputes; support: 1 in humans, 1 in mice."
 *
 * @param {Papers} papers
 */
export function strength([supports, disputes, inconclusive, seen, all]) {
  if (!all) return "No paper is cited for this.";
  const sides = [];
  if (supports) sides.push(`${supports} ${supports === 1 ? "supports" : "support"}`);
  if (disputes) sides.push(`${disputes} ${disputes === 1 ? "disputes" : "dispute"}`);
  if (inconclusive) sides.push(`${inconclusive} inconclusive`);
  const twice = supports + disputes + inconclusive > all ? ", some on more than one side" : "";
  const where = seen.map(([words, count]) => `${count} ${SEEN_WORDS[words] ?? `in ${words.replaceAll("-", " ").replaceAll("/", " or ")}`}`).join(", ");
  return `${counted(all, "paper")}: ${sides.join(", ")}${twice}${where ? `; support: ${where}` : ""}.`;
}

/**
 * A path as a sentence: what acts on what, with the mark of each sign.
 *
 * @param {Model} model
 * @param {Path} path
 */
export function pathWords(model, path) {
  const steps = path.steps.map((step, place) => {
    const arrow = model.arrows[step.arrow];
    const names = new Set(step.claims.map((n) => model.claims[n].relation));
    const forms = names.size === 1 ? WITHIN[[...names][0]] : undefined;
    const verb = forms?.[step.reversed ? 1 : 0] ?? (step.reversed ? `${relationWords(model, arrow)}, read backwards,` : relationWords(model, arrow));
    const mark = ["structural", "opposite"].includes(arrow.kind) ? "" : ` ${SIGN_MARKS[step.sign]}`;
    return `${place ? ", which " : " "}${verb}${mark} ${model.entities[step.to].label}`;
  });
  return `${model.entities[path.steps[0].from].label}${steps.join("")}`;
}

/** What is said of single steps at the head of a path. @type {Record<string, string>} */
const STEP_MARKS = {
  "animals or cells only": "known from animals or cells only", "relayed only": "relayed only", disputed: "disputed", uncited: "uncited in the source",
};

/**
 * What to know about a path, in one line.
 *
 * @param {Path} path
 */
export function pathRemarks(path) {
  const remarks = [`confidence ${path.confidence.toPrecision(2)}`, `weakest step ${path.weakest}`];
  for (const [mark, words] of Object.entries(STEP_MARKS)) {
    const places = path.steps.flatMap((step, place) => (step.marks.includes(mark) ? [place + 1] : []));
    if (places.length) remarks.push(`${words} at step ${places.join(", ")}`);
  }
  if (path.contexts.length > 1) remarks.push(`joins findings in ${path.contexts.join(" and ")}`);
  return remarks.join(" · ");
}

/**
 * The address of a passage: the page with a text fragment that makes a browser scroll to the words.
 *
 * @param {string} page
 * @param {string} quote
 */
export function passageLink(page, quote) {
  if (!page || !quote) return page;
  // A hyphen separates the parts of a text fragment, so it has to be written out.
  return `${page}#:~:text=${encodeURIComponent(quote).replaceAll("-", "%2D")}`;
}
