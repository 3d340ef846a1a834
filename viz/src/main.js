import { App } from "./app.js";
import { readFirst, readModel } from "./data.js";
import { byId } from "./dom.js";
import { pause } from "./slices.js";

// A page in the background is not painted; after so many milliseconds it reads on all the same.
const PATIENCE = 300;

/** What a compressed element of the page's end holds. @param {string} id @returns {Response} */
function unpacked(id) {
  const text = atob(byId(id).textContent ?? "");
  // A plain loop: Uint8Array.from goes through the letters ten times as slowly, and the first picture waits for it.
  const packed = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n += 1) packed[n] = text.charCodeAt(n);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")));
}

/** Runs vis-network, whose text the policy of the page allows by its hash. */
async function loadLibrary() {
  const script = document.createElement("script");
  script.textContent = await unpacked("library").text();
  document.head.append(script);
}

const first = JSON.parse(byId("first").textContent ?? "{}");
const app = new App(readFirst(first));
// Named so that tests and curious readers can look inside.
/** @type {any} */ (globalThis).kgraphExplorer = app;
// The rest of the data stands below this script and is unpacked when the first picture is seen, which need not wait for it.
document.addEventListener("DOMContentLoaded", async () => {
  // The rows are painted before the rest is read.
  await Promise.race([new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  await pause();
  const model = await readModel(first, await unpacked("data").json(), pause);
  await loadLibrary();
  app.complete(model);
});
