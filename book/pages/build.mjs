// Bundles what runs in the browser: `node build.mjs` writes the folder static, which becomes the
// folder _static of the site. `book/extensions/page_tools.py` calls it.

import { build } from "esbuild";
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const common = {
  outdir: "static",
  bundle: true,
  target: "es2022",
  minify: true,
  metafile: true,
  logLevel: "warning",
};
rmSync("static/live", { recursive: true, force: true });
// The page's own script is a plain one: those work in a book that is opened as a file, too. What
// it loads later, the editor and Python, are modules.
const made = [
  await build({
    ...common,
    entryPoints: ["page.js"],
    format: "iife",
    external: ["./editor.js"],
    banner: { js: "const pageScript = document.currentScript.src;" },
    define: { "import.meta.url": "pageScript" },
  }),
  await build({
    ...common,
    entryPoints: ["editor.js", "worker.js"],
    format: "esm",
    external: ["./python/*"], // Python itself, which stands beside the bundles
  }),
  // Live figures, and beside them what several have in common.
  await build({
    ...common,
    outdir: "static/live",
    entryPoints: globSync("figures/*.js"),
    format: "esm",
    splitting: true,
  }),
];

// A network that a figure asks for stands beside it.
for (const file of globSync("figures/*.safetensors")) {
  copyFileSync(file, file.replace("figures", "static/live"));
}

const inputs = made.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync("static/licences.txt", licences(inputs));

/** The licences of the packages that these files come from. */
function licences(files) {
  const inPackage = /^node_modules\/((?:@[^/]+\/)?[^/]+)/;
  const names = new Set(files.map((file) => inPackage.exec(file)?.[1]).filter(Boolean));
  const folders = [...names, "katex", "pyodide"].sort().map((name) => `node_modules/${name}`);
  return folders.map((folder) => `${folder.slice(13)}\n\n${licenceIn(folder)}\n`).join("\n");
}

/** The text of a package's licence, or its name where no text is packed. */
function licenceIn(folder) {
  try {
    return readFileSync(`${folder}/LICENSE`, "utf8");
  } catch {
    return `Licence: ${JSON.parse(readFileSync(`${folder}/package.json`, "utf8")).license}\n`;
  }
}
