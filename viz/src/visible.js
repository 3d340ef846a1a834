/**
 * Characters that turn the direction of text, hide in it or control something are shown as escapes, as on a terminal.
 */

const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @param {string} text */
export const visible = (text) => text.replace(UNSEEN, (found) => {
  const point = found.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
});
