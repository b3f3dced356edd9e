// The Web Worker in which Python runs, so that a page stays usable whatever a reader's code does.
// `python.js` starts it, sends requests and gets back what happened; `kernel.py` does the work.

import { setClock } from "./clock.js";
import { wake } from "./wake.js";

const FOLDER = new URL("./python/", import.meta.url);
const MEMORY = "memory.bin";

let kernel = null;

self.onmessage = async ({ data }) => {
  if (data.do === "start") return start(data).catch((error) => post({ failed: inWords(error) }));
  post({ id: data.id, begun: true });
  try {
    const emit = (text) => post({ id: data.id, output: text });
    post({ id: data.id, result: JSON.parse(kernel.answer(data.request, emit)) });
  } catch (error) {
    post({ id: data.id, died: inWords(error) });
  }
};

const post = (message) => self.postMessage(message);
const inWords = (error) => String(error?.message ?? error).trim().split("\n").at(-1);

/** Load everything, wake Python up, and run `again` what had run before Python had to be ended. */
async function start({ stopped, again }) {
  const { folder, sizes } = await (await get(new URL("runtime.json", FOLDER))).json();
  const files = new URL(`${folder}/`, FOLDER);
  const loading = new Progress(sizes);
  const [kept, { loadPyodide }] = await Promise.all([
    load(files, loading),
    import(new URL("pyodide.mjs", files).href),
    import(new URL("pyodide.asm.js", files).href),
  ]);
  const python = await wake(loadPyodide, kept, {
    indexURL: files.href,
    stdLibURL: new URL("modules.zip", files).href,
    stdin: () => undefined,
  });
  kernel = python.pyimport("kernel");
  kernel.start(setClock(python, stopped));
  for (const request of again) kernel.answer(request, () => {});
  post({ ready: true, used: performance.getEntriesByType("resource").map(({ name }) => name) });
}

/** What was kept of Python when the site was built. */
async function load(files, loading) {
  const file = (name) => get(new URL(name, files));
  const image = unpacked(await file(MEMORY), (bytes) => loading.add(bytes));
  const kept = await (await file("kept.json")).json();
  const libraries = kept.libraries.map(async (library) => {
    const module = await WebAssembly.compileStreaming(file(library.file));
    loading.add(loading.sizes[library.file]);
    return { ...library, module };
  });
  return { ...kept, image: await image, libraries: await Promise.all(libraries) };
}

/** Fetch a file, or tell that it is not there. */
async function get(address) {
  const response = await fetch(address);
  if (response.ok) return response;
  throw new Error(`${address.pathname} is not there (${response.status})`);
}

/** What a packed file holds, whether or not the server has unpacked it already. */
async function unpacked(response, onBytes) {
  const counted = new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });
  const all = new Response(response.body.pipeThrough(counted));
  const bytes = new Uint8Array(await all.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unzipped).arrayBuffer());
}

/** Tells the page how much is loaded. What Pyodide loads by itself is not counted. */
class Progress {
  constructor(sizes) {
    this.sizes = sizes;
    const counted = ([name]) => name === MEMORY || name.startsWith("numpy.");
    this.total = Object.entries(sizes).filter(counted).reduce((sum, [, size]) => sum + size, 0);
    this.loaded = 0;
  }

  add(bytes) {
    this.loaded += bytes;
    const { loaded, total } = this;
    const text = loaded < total ? "Python is being loaded" : "Python is starting";
    post({ progress: { text, loaded, total } });
  }
}
