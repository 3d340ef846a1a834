/**
 * Tables of a page that sort by a column: a click on its title, and another one the other way round.
 */

import { h } from "./dom.js";

/** @param {HTMLElement} place */
export function makeSortable(place) {
  for (const table of place.querySelectorAll("table")) {
    const titles = [...table.querySelectorAll("thead th")];
    titles.forEach((title, column) => {
      const words = title.textContent ?? "";
      title.replaceChildren(h("button", { class: "plain", onClick: () => sortBy(table, titles, column) }, words));
    });
  }
}

/** @param {HTMLTableElement} table @param {Element[]} titles @param {number} column */
function sortBy(table, titles, column) {
  const down = titles[column].getAttribute("aria-sort") === "ascending";
  titles.forEach((title, n) => (n === column ? title.setAttribute("aria-sort", down ? "descending" : "ascending") : title.removeAttribute("aria-sort")));
  const body = table.tBodies[0];
  const text = (/** @type {HTMLTableRowElement} */ row) => (row.cells[column].textContent || row.cells[column].querySelector("[aria-label]")?.getAttribute("aria-label") || "").trim();
  const rows = [...body.rows].map((row) => ({ row, key: text(row) }));
  // What is empty stays at the end, whichever way round.
  rows.sort((a, b) => Number(!a.key) - Number(!b.key) || (down ? -1 : 1) * a.key.localeCompare(b.key, "en", { numeric: true }));
  body.append(...rows.map(({ row }) => row));
}
