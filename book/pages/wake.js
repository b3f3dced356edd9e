// Python as it was when the site was built: its memory was kept when NumPy and the course had been
// imported, and is put back here instead of starting Python anew, which would take seconds.
// The worker of a page uses this, and so does the build itself (`bake.mjs`).

const HEADER = 4; // where a memory image tells how long its header is, in bytes
const MOST_MEMORY = 2 ** 30; // what Python may fill, in bytes; beyond is a MemoryError
const PAGE = 2 ** 16;

/**
 * Wake Python up: the same as Pyodide's `loadPyodide`, from a memory image.
 *
 * @param loadPyodide Pyodide's own function
 * @param kept {image, libraries, constant, functions, checksum}: `image` is a Uint8Array as
 *   Pyodide's `makeMemorySnapshot` gives it; `libraries` are the compiled parts of NumPy, `{name,
 *   module, handle, memory, table}`; `constant` tells where the image has gaps, which are filled
 *   from the program itself; `functions` has the number in Python's table of each export of the
 *   program, in their order, and 0 for what does not stand there.
 * @param options as for `loadPyodide`
 */
export async function wake(loadPyodide, kept, options) {
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = async (settings) => {
    settings.wasmMemory = new WebAssembly.Memory({
      initial: Math.floor(settings.INITIAL_MEMORY / PAGE),
      maximum: MOST_MEMORY / PAGE,
    });
    settings.instantiateWasm = withNumbers(settings.instantiateWasm, kept.functions);
    const module = await create(settings);
    load(module, kept.libraries);
    fill(kept, module);
    return module;
  };
  try {
    return await loadPyodide({ ...options, ...SURROUNDINGS, _loadSnapshot: kept.image });
  } finally {
    globalThis._createPyodideModule = create;
  }
}

/** The same wherever Python wakes up, since it is part of the memory. */
export const SURROUNDINGS = {
  env: { HOME: "/home/pyodide", LANG: "C.UTF-8", _: "python" },
  _sysExecutable: "python",
};

/**
 * Have Python's functions keep the numbers that they have in its table. The program that loads
 * Python compares functions to find their numbers; in WebKit, a function from the table is not the
 * same object as the one that is exported, and would get a second number, before all that follow.
 */
function withNumbers(instantiate, functions) {
  return (imports, done) => instantiate(imports, (instance, code) => {
    const table = imports.env.__indirect_function_table;
    const numbered = Object.entries(instance.exports).map(
      ([name, value], i) => [name, functions[i] ? table.get(functions[i]) : value],
    );
    done({ exports: Object.fromEntries(numbered) }, code);
  });
}

/** Load libraries to the places that they had, which Python knows by number. */
export function load(module, libraries) {
  for (const { name, module: code, handle, memory, table } of libraries) {
    module.HEAPU8[handle + 8] = 1; // "has its places already", as Emscripten writes it down
    module.HEAPU32[(handle + 12) / 4] = memory;
    module.HEAPU32[(handle + 20) / 4] = table;
    const flags = { global: false, nodelete: true, loadAsync: false };
    const exports = module.loadWebAssemblyModule(code, flags, name, {}, handle);
    const library = { name, exports, refcount: Infinity, global: false };
    module.LDSO.loadedLibsByName[name] = library;
    module.LDSO.loadedLibsByHandle[handle] = library;
  }
}

/** Fill the gaps of an image with what the program has there, and look whether all is well. */
function fill({ image, constant, checksum }, module) {
  const memory = memoryIn(image);
  for (const [start, end] of constant) memory.set(module.HEAPU8.subarray(start, end), start);
  if (sum(memory) !== checksum) throw new Error("the memory image does not fit this Python");
  // The function that counts parameters is there in some browsers only; 0 means that it is not.
  const place = module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4];
  new DataView(memory.buffer, memory.byteOffset).setInt32(place, module._PyEM_CountArgsPtr, true);
}

/** The memory in an image, without the header. */
export function memoryIn(image) {
  const header = new Uint32Array(image.buffer, image.byteOffset + HEADER, 1)[0];
  return image.subarray(header);
}

/** A sum of all that is in a memory. */
export function sum(memory) {
  const words = new Int32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  let total = 0;
  for (let i = 0; i < words.length; i++) total = (Math.imul(total, 31) + words[i]) | 0;
  return total;
}
