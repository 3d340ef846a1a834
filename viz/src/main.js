import { App } from "./app.js";
import { readModel } from "./data.js";
import { byId } from "./dom.js";

new App(readModel(JSON.parse(byId("data").textContent ?? "{}")));
