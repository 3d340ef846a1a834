/**
 * Bundles src/ into dist/.  With --check it compares instead, and fails when dist/ is not what src/ makes.
 */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: {
    explorer: "src/main.js",
    "explorer-style": "src/styles.css",
    service: "src/service/page.js",
    "service-query": "src/service/query.js",
    "service-style": "src/service/service.css",
  },
  outdir: "dist",
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  minify: true,
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  write: false,
});
let stale = false;
for (const { path, text } of outputFiles) {
  const target = path.replace(/-style\.css$/, ".css");
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${target} holds text that would end its element`);
  if (process.argv.includes("--check")) {
    const found = await readFile(target, "utf8").catch(() => "");
    if (found !== text) {
      stale = true;
      console.error(`${target} is not what src/ makes; run: npm run build`);
    }
  } else await writeFile(target, text);
}
process.exitCode = stale ? 1 : 0;
