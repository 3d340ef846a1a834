import { App } from "./app.js";
import { readModel } from "./data.js";
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

async function start() {
  const model = await readModel(JSON.parse(byId("data").textContent ?? "{}"), pause);
  // Named so that tests and curious readers can look inside.
  /** @type {any} */ (globalThis).kgraphExplorer = new App(model);
}

start();
