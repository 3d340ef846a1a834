import { App } from "./app.js";
import { readModel } from "./data.js";
import { byId } from "./dom.js";

// Named so that tests and curious readers can look inside.
/** @type {any} */ (globalThis).kgraphExplorer = new App(readModel(JSON.parse(byId("data").textContent ?? "{}")));
