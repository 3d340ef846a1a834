import js from "@eslint/js";

const names = (text) => Object.fromEntries(text.split(" ").map((name) => [name, "readonly"]));

export default [
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: {
      globals: names(
        "document window location history navigator matchMedia getComputedStyle setTimeout clearTimeout setInterval clearInterval fetch performance requestAnimationFrame MessageChannel Path2D Response DecompressionStream atob URL URLSearchParams Blob Node "
          + "DOMParser Image ResizeObserver XMLSerializer HTMLElement HTMLInputElement HTMLSelectElement globalThis",
      ),
    },
    rules: {
      eqeqeq: "error",
      "no-implicit-coercion": "error",
      "no-restricted-properties": [
        "error",
        // Labels are text and nothing else.
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map((property) => ({ property })),
      ],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["*.mjs", "test/**"], languageOptions: { globals: names("console process URL") } },
];
