/**
 * Text made safe for where it goes: cells of a spreadsheet, lines of a bibliography.
 */

// Control characters, those that turn the direction of text or hide in it, and what no text can hold.
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E0FFF}]|\p{Cs}/gu;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** @param {string} character */
function escaped(character) {
  const point = /** @type {number} */ (character.codePointAt(0));
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
}

/**
 * Text whose unseen characters are shown as escapes, as on a terminal; line ends stay.
 *
 * @param {string} text
 */
export const visible = (text) => text.replace(UNSEEN, escaped);

/**
 * A cell of a tab-separated table: on one line, with unseen characters shown as escapes, and no formula.  A cell that
 * begins like one gets an apostrophe in front, and so does one that begins with an apostrophe, so that taking one off
 * gives the text back; a lone + or - and a number stay as they are.
 *
 * @param {unknown} value
 */
export function cell(value) {
  const text = String(value ?? "").replace(/[\t\r\n\u2028\u2029]+/g, " ").replace(UNSEEN, escaped);
  return /^[=+\-@'＝＋－＠]/.test(text) && text !== "+" && text !== "-" && !NUMBER.test(text) ? `'${text}` : text;
}

/**
 * Text on one line, with a mark in place of every character that cannot be seen.
 *
 * @param {string} text
 */
export function line(text) {
  return text.replace(/\s+/g, " ").replace(UNSEEN, "\uFFFD").trim();
}
