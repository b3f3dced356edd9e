// Python as the pages have it, woken up in Node: `node python_in_node.mjs RUNTIME PROGRAM` runs a
// Python program there and writes what it prints.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { setClock } from "../../book/pages/clock.js";
import { wake } from "../../book/pages/wake.js";

const [folder, program] = process.argv.slice(2);
const file = (name) => readFileSync(`${folder}/${name}`);
const kept = JSON.parse(file("kept.json"));
kept.image = new Uint8Array(gunzipSync(file("memory.bin")));
for (const library of kept.libraries) {
  library.module = new WebAssembly.Module(file(library.file));
}
// Pyodide asks for these, which Node gives to scripts and not to modules.
Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
await import(`${folder}/pyodide.asm.js`);
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);

async function main() {
  const python = await wake(loadPyodide, kept, {
    stdLibURL: `${folder}/modules.zip`, stdin: () => undefined,
  });
  python.pyimport("kernel").start(setClock(python));
  python.runPython(readFileSync(program, "utf8"));
}

main().then(() => process.exit(0), (error) => {
  console.error(error.message);
  process.exit(1);
});
