import { App } from "./app.js";
import { readFirst, readModel } from "./data.js";
import { byId } from "./dom.js";

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
  const packed = Uint8Array.from(atob(byId("data").textContent ?? ""), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

const first = JSON.parse(byId("first").textContent ?? "{}");
const app = new App(readFirst(first));
// Named so that tests and curious readers can look inside.
/** @type {any} */ (globalThis).kgraphExplorer = app;
// The rest of the data stands below this script, so that the first picture need not wait for it.
document.addEventListener("DOMContentLoaded", async () => app.complete(await readModel(first, await rest(), pause)));
