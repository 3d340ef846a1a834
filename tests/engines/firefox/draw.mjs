/**
 * Opens pages in Firefox over WebDriver BiDi and says what each drew and what went wrong: one line of JSON a page.
 * Usage: node draw.mjs FIREFOX FILE HASH…; without a hash the page is only opened.
 */
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [executablePath, file, ...hashes] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocol: "webDriverBiDi" });
const WIDTHS = [[1440, 900], [390, 844]];

/** What a reader sees in the page: words, boxes, rows, and whether the canvas holds more than one colour. */
function seen() {
  const { scene, picture } = globalThis.kgraphExplorer;
  const canvas = document.querySelector("#stage:not([hidden]) canvas");
  const colours = new Set(canvas ? new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer) : []);
  return {
    title: [...document.querySelectorAll("h1")].find((one) => one.checkVisibility())?.textContent ?? "",
    letters: document.querySelector("#content").innerText.length,
    rows: document.querySelectorAll(".lane, #list li, #page tr, #page li, #table tbody tr").length,
    boxes: scene.boxes.length,
    colours: colours.size,
    beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    drawn: Boolean(canvas && picture.network),
  };
}

for (const [width, height] of WIDTHS) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  const wrong = [];
  page.on("console", (message) => ["error", "warn", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => /^(file|data|blob|about):/.test(request.url()) || wrong.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  if (!hashes.length) {
    // What a page asks for is told a little later than what it complains about.
    await new Promise((done) => setTimeout(done, 800));
    console.log(JSON.stringify({ width, wrong }));
  }
  for (const hash of hashes) {
    await page.waitForSelector("html[data-ready]");
    await page.evaluate((wanted) => new Promise((done) => {
      if (location.hash === wanted) done();
      else {
        addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done, 50)), { once: true });
        location.hash = wanted;
      }
    }), hash);
    console.log(JSON.stringify({ width, hash, ...(await page.evaluate(seen)), wrong: wrong.splice(0) }));
  }
  await page.close();
}
await browser.close();
