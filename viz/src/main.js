import { App } from "./app.js";
import { readFirst, readModel } from "./data.js";
import { byId } from "./dom.js";

// A page in the background is not painted; after so many milliseconds it reads on all the same.
const PATIENCE = 300;

/** Lets the browser do what waits, without the delay of a timer. @returns {Promise<void>} */
function pause() {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/** The JSON of the page's end, which is compressed. @returns {Promise<any>} */
async function rest() {
  const text = atob(byId("data").textContent ?? "");
  // A plain loop: Uint8Array.from goes through the letters ten times as slowly, and the first picture waits for it.
  const packed = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n += 1) packed[n] = text.charCodeAt(n);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
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
  app.complete(await readModel(first, await rest(), pause));
});
