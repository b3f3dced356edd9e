// Makes what a page needs for Python: `node bake.mjs PYODIDE SOURCES LIBRARIES OUT`.
// SOURCES is an archive of all modules, LIBRARIES the folder of NumPy's compiled parts.
// `book/extensions/python_runtime.py` calls it. Python is started and imports NumPy and the course,
// then its memory is kept, as `wake.js` needs it.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { SURROUNDINGS, load, memoryIn, sum } from "./wake.js";

const [pyodide, sources, libraries, out] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const BAKE = readFileSync(new URL("bake.py", import.meta.url), "utf8");
const IMPORTS = ["numpy", "nncourse.checking", "nncourse.exercises", "kernel"];
const PLACE = "/lib/python3.12/site-packages/";
const OTHERS = { env: { LONGER: "x".repeat(300) }, _sysExecutable: "another" };
const BLOCK = 1024; // bytes that count as the same or not, together

/** Compile all modules. */
function compile(python) {
  python.FS.writeFile("/sources.zip", readFileSync(sources));
  python.runPython(`${BAKE}\ncompile_all("/sources.zip", "/modules.zip")`);
  writeFileSync(`${out}/modules.zip`, python.FS.readFile("/modules.zip"));
}

/** Leave out of the modules those that are in the memory. */
function leaveOut(python, names) {
  python.runPython(`leave_out(${names}, "/modules.zip")`);
  writeFileSync(`${out}/modules.zip`, python.FS.readFile("/modules.zip"));
}

/** Start Python, import what every page needs, and keep the memory. */
async function remember() {
  const python = await loadPyodide({
    ...SURROUNDINGS, stdLibURL: `${out}/modules.zip`, _makeSnapshot: true,
  });
  const files = readdirSync(libraries, { recursive: true });
  for (const name of files.filter((file) => file.endsWith(".so"))) {
    python.FS.mkdirTree(PLACE + name.replace(/[^/]*$/, ""));
    python.FS.writeFile(PLACE + name, readFileSync(`${libraries}/${name}`));
  }
  globalThis.topOfMemory = () => python._module._sbrk(0);
  python.runPython(`exec(${JSON.stringify(BAKE)}, space := {"__name__": "bake"})
space["import_all"](${JSON.stringify(IMPORTS)})
space["wipe"]()
del space`);
  forgetFiles(python._module);
  const names = python.runPython("import json, sys; json.dumps([*sys.modules])");
  return { image: python.makeMemorySnapshot(), libraries: loaded(python._module), names };
}

/** Write zeros over the files of the libraries, which stay in the memory and are of no more use. */
function forgetFiles({ LDSO, HEAPU8, HEAPU32 }) {
  for (const handle of Object.keys(LDSO.loadedLibsByHandle).map(Number).filter(Boolean)) {
    const start = HEAPU32[(handle + 28) / 4];
    const file = HEAPU8.subarray(start, start + HEAPU32[(handle + 32) / 4]);
    const { name } = LDSO.loadedLibsByHandle[handle];
    if (codeOf({ name }).equals(file)) file.fill(0);
  }
}

/** The libraries that Python has loaded, in the order of their places. */
function loaded(module) {
  const handles = Object.keys(module.LDSO.loadedLibsByHandle).map(Number).filter(Boolean);
  const found = handles.map((handle) => ({
    handle,
    name: module.LDSO.loadedLibsByHandle[handle].name,
    memory: module.HEAPU32[(handle + 12) / 4],
    table: module.HEAPU32[(handle + 20) / 4],
  }));
  return found.sort((one, other) => one.table - other.table);
}

/**
 * Before Python starts: the memory, of which the image need not keep what is always the same, and
 * the numbers of functions in the table.
 */
async function fresh(surroundings, kept) {
  const create = globalThis._createPyodideModule;
  let memory;
  let functions;
  globalThis._createPyodideModule = async (settings) => {
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (imports, done) => instantiateWasm(imports, (instance, code) => {
      functions = numbers(instance.exports, imports.env.__indirect_function_table);
      done(instance, code);
    });
    const module = await create({ ...settings, noInitialRun: true, INITIAL_MEMORY: kept.size });
    load(module, kept.libraries);
    memory = module.HEAPU8.slice();
    throw new Error("enough");
  };
  await loadPyodide({ ...surroundings, stdLibURL: `${out}/modules.zip` }).catch((error) => {
    if (error.message !== "enough") throw error;
  });
  globalThis._createPyodideModule = create;
  return { memory, functions };
}

/** The number in the table of each export, in their order; 0 for what does not stand in it. */
function numbers(exports, table) {
  const known = new Map();
  for (let number = table.length - 1; number > 0; number--) known.set(table.get(number), number);
  return Object.values(exports).map((value) => known.get(value) ?? 0);
}

/** Where a memory is the same as two fresh ones: `[start, end]` each. */
function constantParts(memory, one, other) {
  const parts = [];
  const same = (fresh, start) => memory.subarray(start, start + BLOCK)
    .every((byte, i) => byte === fresh[start + i]);
  for (let start = 0; start < memory.length; start += BLOCK) {
    if (!same(one, start) || !same(other, start)) continue;
    if (memory.subarray(start, start + BLOCK).every((byte) => byte === 0)) continue;
    if (parts.at(-1)?.[1] === start) parts.at(-1)[1] += BLOCK;
    else parts.push([start, start + BLOCK]);
  }
  return parts;
}

/** The file of a library. */
const codeOf = (library) => readFileSync(`${libraries}/${library.name.slice(PLACE.length)}`);

/** A library with its code, ready to be loaded. */
const withModule = (library) => ({ ...library, module: new WebAssembly.Module(codeOf(library)) });

/** Write the files of NumPy's compiled parts, and say what they are called. */
function writeLibraries(found) {
  return found.map((library) => {
    const path = library.name.slice(PLACE.length).replace(/[.].*/, "");
    const file = `${path.replaceAll("/", ".")}.wasm`;
    writeFileSync(`${out}/${file}`, codeOf(library));
    return { ...library, file };
  });
}

async function main() {
  const compiler = await loadPyodide();
  compile(compiler);
  const { image, libraries: found, names } = await remember();
  leaveOut(compiler, names);
  const memory = memoryIn(image);
  const checksum = sum(memory);
  const kept = { size: memory.length, libraries: found.map(withModule) };
  const { memory: one, functions } = await fresh(SURROUNDINGS, kept);
  const { memory: other } = await fresh(OTHERS, kept);
  const constant = constantParts(memory, one, other);
  for (const [start, end] of constant) memory.fill(0, start, end);
  writeFileSync(`${out}/memory.bin`, gzipSync(image, { level: 9 }));
  const described = { checksum, constant, functions, libraries: writeLibraries(found) };
  writeFileSync(`${out}/kept.json`, JSON.stringify(described));
}

main().then(() => process.exit(0), (error) => {
  console.error(error.message); // without the line that failed, which may be Pyodide's only one
  process.exit(1);
});
