// The faces of the page: `node faces.mjs` lays into static/faces what the course needs of them. Of
// each font that is the signs that occur and the weights that are used, a third of its size.

import subset from "subset-font";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const LATIN = range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’“”…•′″←↑→↓−×≈≠≤≥∞✓✗";
const CODE = LATIN + range(0x391, 0x3c9) + "∂∇∑√";
const ITALIC = { wght: 400 };
const LETTERS = { wght: { min: 400, max: 700 }, opsz: 18 };
const HEADS = { wght: { min: 400, max: 800 } };

const FACES = {
  "literata": ["@fontsource-variable/literata", "literata-latin-opsz-normal", LATIN, LETTERS],
  "literata-italic": ["@fontsource-variable/literata", "literata-latin-wght-italic", LATIN, ITALIC],
  "bricolage": [
    "@fontsource-variable/bricolage-grotesque", "bricolage-grotesque-latin-wght-normal", LATIN, HEADS,
  ],
  "commit-mono": ["@fontsource/commit-mono", "commit-mono-latin-400-normal", CODE, {}],
  "commit-mono-bold": ["@fontsource/commit-mono", "commit-mono-latin-700-normal", CODE, {}],
};

mkdirSync("static/faces", { recursive: true });
for (const [name, [from, file, signs, variationAxes]] of Object.entries(FACES)) {
  const whole = readFileSync(`node_modules/${from}/files/${file}.woff2`);
  const part = await subset(whole, signs, { targetFormat: "woff2", variationAxes });
  writeFileSync(`static/faces/${name}.woff2`, part);
}
const packages = [...new Set(Object.values(FACES).map(([from]) => from))];
const licences = packages.map((name) => readFileSync(`node_modules/${name}/LICENSE`, "utf8"));
writeFileSync("static/faces/licences.txt", licences.join("\n\n"));

/** All signs from one number to another. */
function range(first, last) {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
}
