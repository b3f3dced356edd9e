// Bundles what runs in the browser: `node build.mjs` writes the folder static, which becomes the
// folder _static of the site. `book/extensions/page_tools.py` calls it.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const { metafile } = await build({
  entryPoints: ["page.js", "worker.js"],
  outdir: "static",
  bundle: true,
  splitting: true, // what is loaded later, such as the editor, becomes a file of its own
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  external: ["./python/*"], // Python itself, which stands beside the bundles
  logLevel: "warning",
});

writeFileSync("static/licences.txt", licences(Object.keys(metafile.inputs)));

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
