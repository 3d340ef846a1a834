/**
 * What was seen in people: outcomes for and against, and adverse effects, by papers and with no mechanism.
 */

/** @typedef {import("./ground.js").Ground} Ground */
/** @typedef {import("../data.js").Claim} Claim */
/** @typedef {{outcome: number, direction: "+" | "-", for: number, against: number, undecided: number, adverse: boolean, claims: number[]}} Seen numbers of papers on people */

/**
 * The outcomes of a question that were looked at in people, then its adverse effects; those with most papers come first.
 *
 * @param {Ground} ground
 * @param {number} start
 * @param {number} end
 * @returns {Seen[]}
 */
export function seenInPeople(ground, start, end) {
  if (ground.kind(end) !== "disease") return [];
  /** @type {Map<string, Claim[]>} */
  const groups = new Map();
  for (const [claim, adverse] of about(ground, start, end)) {
    const name = `${claim.object} ${adverse}`;
    groups.set(name, [...(groups.get(name) ?? []), claim]);
  }
  const others = new Map(ground.data.people.map(([claim, ...sides]) => [claim, sides]));
  const rows = [...groups].map(([name, claims]) => rowOf(ground, others, claims, name.endsWith("true")));
  return rows.filter((row) => row.for || row.against || row.adverse)
    .sort((a, b) => Number(a.adverse) - Number(b.adverse) || b.for + b.against - a.for - a.against || ground.entityRank(a.outcome) - ground.entityRank(b.outcome));
}

/** @param {Ground} ground @param {number} start @param {number} end @returns {Iterable<[Claim, boolean]>} claims that speak of an outcome, and whether it is an adverse effect */
function* about(ground, start, end) {
  const [starts, here, outcome] = [ground.specialForms(start), ground.specialForms(end), ground.outcomeOf(end)];
  for (const claim of ground.model.claims) {
    if (!starts.has(claim.subject) || claim.object < 0 || claim.relation === "compared_with" || ground.retired.has(claim.n)) continue;
    const kind = ground.kind(claim.object);
    const disease = ground.data.contexts[claim.n];
    const stated = here.has(disease);
    if (claim.relation === "causes_adverse_effect" || kind === "adverse-effect") {
      if (stated || disease < 0) yield [claim, true];
    } else if ((outcome.has(claim.object) && (stated || here.has(claim.object))) || (stated && kind === "outcome")) yield [claim, false];
  }
}

/** @param {Ground} ground @param {Map<number, number[][]>} others @param {Claim[]} claims @param {boolean} adverse @returns {Seen} */
function rowOf(ground, others, claims, adverse) {
  /** @type {Record<string, Set<number>>} */
  const votes = { "+": new Set(), "-": new Set(), 0: new Set(), "?": new Set() };
  /** @type {Set<number>} */
  const disputing = new Set();
  for (const { n, sign, lines } of claims) {
    const side = votes[sign] ?? votes["?"];
    for (const [line, seen, paper = lines[line].reference] of ground.data.grounds[n]) if (seen === 0) side.add(paper);
    const [against = [], open = []] = others.get(n) ?? [];
    for (const paper of against) disputing.add(paper);
    for (const paper of open) votes["?"].add(paper);
  }
  const weight = (/** @type {string} */ sign) => [votes[sign].size, claims.filter((claim) => claim.sign === sign).length];
  const [plus, minus] = [weight("+"), weight("-")];
  const direction = minus[0] > plus[0] || (minus[0] === plus[0] && minus[1] > plus[1]) ? "-" : "+";
  const speaking = [...votes[direction]].filter((paper) => !disputing.has(paper));
  const opposed = new Set([...disputing, ...votes[direction === "+" ? "-" : "+"], ...votes[0]]);
  const undecided = [...votes["?"]].filter((paper) => !speaking.includes(paper) && !opposed.has(paper));
  return { outcome: claims[0].object, direction, for: speaking.length, against: opposed.size, undecided: undecided.length, adverse, claims: claims.map(({ n }) => n) };
}
