/**
 * Making elements.  Text only ever becomes a text node, so a label is shown as it is and never read as markup.
 */

import { visible } from "./cells.js";

/** @typedef {string | number | Node | null | undefined | false} Child */

const SAFE_LINK = /^https?:\/\//i;

/**
 * An element with attributes, listeners (`onClick`) and children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2).toLowerCase(), /** @type {EventListener} */ (value));
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {(Child | Child[])[]} children
 */
export function append(parent, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(visible(String(child))));
  }
}

/**
 * Replace everything inside an element.
 *
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * Replace everything inside an element by what this project's own templates made, in which every text is escaped.
 *
 * @param {Element} parent
 * @param {string} markup
 */
export function put(parent, markup) {
  // What a parser of its own has read never runs as a script.
  parent.replaceChildren(...new DOMParser().parseFromString(markup, "text/html").body.childNodes);
}

/**
 * A link that opens beside the page; an address that is not http(s) stays plain text.
 *
 * @param {string} address
 * @param {...Child} children
 */
export function link(address, ...children) {
  if (!SAFE_LINK.test(address)) return h("span", {}, ...children);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page lacks #${id}`);
  return found;
}

/**
 * Do something that makes parts of the page anew, and put the focus back on what had it, or on what took its place.
 *
 * @param {() => void} change
 */
export function keepFocus(change) {
  const before = document.activeElement;
  const region = before?.closest("[id]:not(button, input, select)");
  const name = before && nameOf(before);
  const twins = () => [...(region?.querySelectorAll("button, select, input") ?? [])].filter((item) => nameOf(item) === name);
  const place = before ? twins().indexOf(before) : -1;
  change();
  if (!before || before.isConnected || place < 0) return;
  const after = twins()[place] ?? twins()[0];
  if (after instanceof HTMLElement) after.focus({ preventScroll: true });
}

/** @param {Element} element */
function nameOf(element) {
  return element.id || `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`;
}
