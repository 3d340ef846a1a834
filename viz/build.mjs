/**
 * Bundles src/ into dist/.  With --check it compares instead, and fails when dist/ is not what src/ makes.
 * The colours come from palette.json, which the figures and the command line read as well.
 */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const palette = JSON.parse(await readFile(`${here}palette.json`, "utf8"));

/** The custom properties of a scheme. @param {"light" | "dark"} scheme */
const properties = (scheme) => `color-scheme: ${scheme}; ${Object.entries(palette[scheme]).map(([name, value]) => `--${name}: ${value};`).join(" ")}`;

// Paper is white, whatever the screen is.
const colours = {
  name: "palette",
  setup(build) {
    build.onResolve({ filter: /^palette:css$/ }, ({ path }) => ({ path, namespace: "palette" }));
    build.onLoad({ filter: /.*/, namespace: "palette" }, () => ({
      loader: "css",
      contents: `:root { ${properties("light")} }
        @media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${properties("dark")} } }
        @media screen { :root[data-theme="dark"] { ${properties("dark")} } }`,
    }));
  },
};
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
  plugins: [colours],
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
