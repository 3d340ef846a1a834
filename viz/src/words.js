/**
 * What the page says in place of codes.  The phrases come with the data; here they are looked up and put together.
 */

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Arrow} Arrow */
/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./data.js").Path} Path */
/** @typedef {import("./data.js").Papers} Papers */
/** @typedef {import("./data.js").Vocabulary} Vocabulary */
/** @typedef {Pick<Model, "words">} Spoken what holds the phrases: the whole model, or what the first picture needs */

/**
 * What readers are told for a term: its phrase, or its name where the data has none.
 *
 * @param {Spoken} model
 * @param {Vocabulary} vocabulary
 * @param {string} name
 * @param {boolean} [plural]
 */
export function phrase({ words }, vocabulary, name, plural = false) {
  const term = words[vocabulary][name];
  return (plural && term?.[1]) || (term?.[0] ?? name.replaceAll("-", " "));
}

/** @param {Spoken} model @param {Vocabulary} vocabulary @param {string} name the phrase of a relation between claims, seen from the other one */
export const phraseReversed = ({ words }, vocabulary, name) => words[vocabulary][name]?.[2] ?? name;

/** @param {Spoken} model @param {Vocabulary} vocabulary @param {string} name the one character that shows a term */
export const markOf = ({ words }, vocabulary, name) => words[vocabulary][name]?.[3] ?? "";

/** @param {Spoken} model @param {Vocabulary} vocabulary @param {string} name */
export const definitionOf = ({ words }, vocabulary, name) => words[vocabulary][name]?.[4] ?? "";

/** @param {Spoken} model @param {string} sign the character that shows a sign, or that there is none */
export const signMark = ({ words }, sign) => words.marks[sign] ?? "";

/**
 * What a sign says on relations of a kind: an association neither raises nor lowers.
 *
 * @param {Spoken} model
 * @param {string} kind
 * @param {string} sign
 * @param {boolean} [plural] whether what acts has a plural label
 */
export function signWords({ words }, kind, sign, plural = false) {
  return words.signs[kind]?.[sign]?.[plural ? 1 : 0] ?? "";
}

/**
 * The verb of a relation, or, reversed, the one that leads from its object to its subject.
 *
 * @param {Spoken} model
 * @param {string} name
 * @param {{plural?: boolean, reversed?: boolean}} [how] plural for a plural thing in front of it
 */
export function relationWords({ words }, name, { plural = false, reversed = false } = {}) {
  const forms = words.relations[name] ?? words.kg[name];
  return forms?.[(reversed ? 2 : 0) + (plural ? 1 : 0)] || forms?.[0] || name.replaceAll("_", " ");
}

/**
 * What a claim may rest on, with its letter: study in people (H).
 *
 * @param {Spoken} model
 * @param {string} basis
 * @param {boolean} [plural]
 */
export const basisWords = (model, basis, plural = false) => `${phrase(model, "basis", basis, plural)} (${markOf(model, "basis", basis)})`;

/**
 * How many claims rest on which kind of study, in letters: H1 A7 S13.
 *
 * @param {Spoken} model
 * @param {Record<string, number>} evidence
 */
export function kindLetters(model, evidence) {
  return Object.entries(evidence).map(([basis, count]) => `${markOf(model, "basis", basis)}${count}`).join(" ");
}

/**
 * The same in words, with a remark where no study in people is among them.
 *
 * @param {Spoken} model
 * @param {Record<string, number>} evidence
 */
export function kindWords(model, evidence) {
  const kinds = Object.entries(evidence).map(([basis, count]) => `${count} on ${phrase(model, "basis", basis, true)}`).join(", ");
  return `Claims by what they rest on: ${kinds}.${evidence.human ? "" : ` None of them rests on a ${phrase(model, "basis", "human")}.`}`;
}

const FIRST_LETTERS = /^\p{L}+/u;

/**
 * A text with a capital at its beginning.  Where its first letters hold a capital, are Greek, a lone letter, or lead over
 * to a digit, it stays as it is: mTOR, pH, α-synuclein, n-3 fatty acids, p53.
 *
 * @param {string} text
 */
export function capital(text) {
  const [word] = text.split(" ", 1);
  const letters = FIRST_LETTERS.exec(word)?.[0] ?? "";
  const first = text.charAt(0).toUpperCase();
  const stays = !letters || letters !== letters.toLowerCase() || first.length !== 1 || !/^[a-zß-ɏ]/.test(text)
    || (letters.length === 1 && word !== "a") || /^\p{Nd}/u.test(word.slice(letters.length));
  return stays ? text : first + text.slice(1);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** What claims of several relations have in common, where it is not what their sign says. @type {Record<string, string>} */
const COMMON = { association: "associated_with", descriptive: "compared_with" };

/** The relation of the claims behind an arrow; empty when they have only their sign in common. @param {Model} model @param {Arrow} arrow */
function relationOf(model, arrow) {
  if (arrow.kind === "opposite") return "opposite";
  // Before all claims are read, the arrow itself says.
  const names = new Set(arrow.relation === undefined ? arrow.claims.map((n) => model.claims[n].relation) : [arrow.relation].filter(Boolean));
  if (names.size === 1) return [...names][0];
  return COMMON[arrow.kind] ?? (arrow.kind === "causal" && arrow.sign === "?" ? "affects" : "");
}

/**
 * What an arrow is called: the verb of its relation, or what its sign says when its claims have several.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 * @param {boolean} [reversed] whether it is read from its end to its beginning
 */
export function arrowWords(model, arrow, reversed = false) {
  const plural = Boolean(model.entities[reversed ? arrow.to : arrow.from]?.plural);
  const relation = relationOf(model, arrow);
  if (relation) return relationWords(model, relation, { plural, reversed });
  const words = signWords(model, arrow.kind, arrow.sign, plural);
  return reversed ? `${words}, ${phrase(model, "flag", "backwards")},` : words;
}

/**
 * An arrow as a sentence with its polarity written out.
 *
 * @param {Model} model
 * @param {Arrow} arrow
 */
export function polarity(model, arrow) {
  const [from, to] = [model.entities[arrow.from], model.entities[arrow.to]];
  const [relation, sign] = [arrowWords(model, arrow), signWords(model, arrow.kind, arrow.sign, Boolean(from.plural))];
  const sentence = `${from.label} ${relation} ${to.label}`;
  if (arrow.kind === "association") return `${sentence}: ${sign}. This is no statement of cause.`;
  if (arrow.kind !== "causal") return `${sentence}.`;
  if (arrow.sign === "?") return `${sentence}; ${sign}.`;
  return `${from.label} ${sign} ${to.label}${relation === sign || arrow.sign === "0" ? "" : ` (${relation})`}.`;
}

/**
 * @param {Model} model
 * @param {Claim} claim
 */
export function claimWords(model, claim) {
  const [subject, object] = [model.entities[claim.subject], model.entities[claim.object]];
  const relation = relationWords(model, claim.relation, { plural: Boolean(subject?.plural) });
  const outcome = claim.outcome ? ` on ${claim.outcome}` : "";
  // An attribute is said in its value: without it "no fasting" would read as fasting.
  const told = claim.relation === "has_attribute" && !outcome ? claim.measurements : [];
  const values = told.map(([printed]) => printed.trim().split(/\s+/u).join(" ")).join("; ");
  return `${subject?.label ?? ""} ${relation} ${object?.label ?? ""}${outcome}${values && `: ${values}`}`;
}

/**
 * "3 papers: 2 support, 1 disputes; support: 1 study in mice, 1 study in human cells or slices."
 *
 * @param {Spoken} model
 * @param {Papers} papers
 */
export function strength(model, [supports, disputes, inconclusive, seen, all]) {
  if (!all) return "No paper is cited for this.";
  const sides = Object.entries({ supports, disputes, inconclusive }).filter(([, count]) => count)
    .map(([name, count]) => `${count} ${phrase(model, "direction", name, count !== 1)}`);
  const twice = supports + disputes + inconclusive > all ? ", some on more than one side" : "";
  const studies = seen.map(([words, count]) => `${count} ${words}`).join(", ");
  return `${counted(all, "paper")}: ${sides.join(", ")}${twice}${studies ? `; support: ${studies}` : ""}.`;
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
    const plural = Boolean(model.entities[step.from].plural);
    const verb = names.size === 1 ? relationWords(model, [...names][0], { plural, reversed: step.reversed }) : arrowWords(model, arrow, step.reversed);
    const mark = ["structural", "opposite"].includes(arrow.kind) ? "" : ` ${signMark(model, step.sign)}`;
    return `${place ? ", which " : " "}${verb}${mark} ${model.entities[step.to].label}`;
  });
  return `${model.entities[path.steps[0].from].label}${steps.join("")}`;
}

/** What is said of single steps at the head of a path. */
const STEP_FLAGS = ["laboratory-only", "relayed-only", "disputed", "uncited"];

/**
 * What to know about a path, in one line.
 *
 * @param {Spoken} model
 * @param {Path} path
 */
export function pathRemarks(model, path) {
  // The product of confidences is no measure of how far a path helps; it stays with the exports.
  const remarks = [`weakest step ${path.weakest}`];
  for (const flag of STEP_FLAGS) {
    const places = path.steps.flatMap((step, place) => (step.flags.includes(flag) ? [place + 1] : []));
    if (places.length) remarks.push(`${phrase(model, "flag", flag)} at step ${places.join(", ")}`);
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
