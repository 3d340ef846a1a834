/**
 * A few words beside the pointer: what the arrow or the box under it says.
 */

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./scene.js").Link} Link */
/** @typedef {import("./scene.js").Box} Box */

import { byId, fill, h } from "./dom.js";
import { capital, claimWords, counted, polarity, strength } from "./words.js";

const WIDTH = 300;

/** @param {App} app @param {Link | null} link @param {Box | null} box @param {number} x @param {number} y */
export function showHint(app, link, box, x, y) {
  const words = app.ready ? link ? linkWords(app, link) : box ? boxWords(app, box) : [] : [];
  const hint = byId("hint");
  hint.hidden = !words.length;
  if (!words.length) return;
  fill(hint, ...words.map((text, n) => h("p", { class: n ? "note" : "" }, text)));
  const { clientWidth, clientHeight } = byId("picture");
  hint.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - WIDTH))}px`;
  hint.style.top = `${y + 18 + hint.offsetHeight > clientHeight ? Math.max(4, y - hint.offsetHeight - 12) : y + 18}px`;
}

export function hideHint() {
  byId("hint").hidden = true;
}

/** @param {App} app @param {Link} link @returns {string[]} */
function linkWords({ model }, link) {
  const arrow = model.arrows[link.arrow];
  if (!arrow) return [link.label];
  const claim = model.claims[link.claim];
  if (claim) return [capital(claimWords(model, claim)), strength(model, claim.papers), "Click to read the evidence."];
  const many = arrow.claims.length > 1 ? ` ${counted(arrow.claims.length, "claim")} stand behind this arrow.` : "";
  return [capital(polarity(model, arrow)), arrow.claims.length ? strength(model, arrow.papers) + many : "", arrow.claims.length ? "Click to read the evidence." : ""].filter(Boolean);
}

/** @param {App} app @param {Box} box @returns {string[]} */
function boxWords({ model }, box) {
  const { definition, synonyms, kind } = model.entities[box.n];
  return [`${capital(box.label)} (${kind})`, definition, synonyms.length ? `Also: ${synonyms.slice(0, 4).join(", ")}` : ""].filter(Boolean);
}
