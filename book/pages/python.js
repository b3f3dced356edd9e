// Python for a page: one worker, started at first use, given up and started again where it must.

const BEGINS_WITHIN = 5000; // a worker that has not even begun by then is no more
const CHECK_WITHIN = 15000; // a check that takes longer hangs in a single call
const OLD = "This browser is too old for Python in the page. The notebook of this chapter does the"
  + " same on your own machine.";
const DIED = "Python had to be ended, and the next run starts it again.";

class Python extends EventTarget {
  #worker = null; // as soon as it is asked for
  #ready = null; // a promise
  #current = null; // the request that runs
  #queue = Promise.resolve();
  #ran = new Map(); // requests that ran well, to be run again if Python had to be ended
  #stopped = self.SharedArrayBuffer ? new Int32Array(new SharedArrayBuffer(4)) : null;
  #next = 1;
  reason = whyNot();

  get available() {
    return this.reason === "";
  }

  /** Run a cell: `{ok, error, output}`. */
  async run({ onOutput, ...request }) {
    const result = await this.#ask({ do: "run", ...request }, onOutput);
    if (result.ok) this.#remember(request);
    return result;
  }

  /** Check an answer: the verdict, its new record, or the error that came before. */
  async check(request) {
    const result = await this.#ask({ do: "check", ...request });
    const cell = request.chapter.cells.find((known) => known.exercise === request.exercise);
    if (result.passed) this.#remember({ ...request, cell: cell.id });
    return result.late ? this.#ask({ do: "stuck", ...request }) : result;
  }

  /** End what runs now. */
  stop() {
    const request = this.#current;
    if (!request) return;
    if (this.#stopped) {
      Atomics.store(this.#stopped, 0, 1);
      setTimeout(() => this.#current === request && this.#end({ stopped: true }), 1000);
    } else this.#end({ stopped: true });
  }

  /** Send a request when those before it are done. */
  #ask(request, onOutput = () => {}) {
    const done = this.#queue.then(() => this.#send(request, onOutput));
    this.#queue = done.catch(() => {});
    return done;
  }

  async #send(request, onOutput) {
    const result = await this.#tryOnce(request, onOutput);
    if (!result.gone) return result;
    this.#ran.delete([...this.#ran.keys()].at(-1)); // it may have been what ended the worker
    return this.#tryOnce(request, onOutput);
  }

  async #tryOnce(request, onOutput) {
    if (!this.available) return { ok: false, output: "", error: this.reason };
    return new Promise((resolve) => {
      const id = this.#next++;
      this.#current = { id, resolve, onOutput, limited: request.do === "check", output: "" };
      this.#start().then(
        () => this.#current?.id === id && this.#post(id, request),
        (error) => this.#end({ ok: false, output: "", error: error.message }),
      );
    });
  }

  #post(id, request) {
    if (this.#stopped) this.#stopped[0] = 0;
    this.#watch(id, BEGINS_WITHIN, { ok: false, error: DIED, gone: true });
    this.#worker.postMessage({ id, request: JSON.stringify(request) });
  }

  /** Give up on the current request if it is still the same, and as silent, after some time. */
  #watch(id, time, result) {
    clearTimeout(this.#current.timer);
    this.#current.timer = setTimeout(() => this.#current?.id === id && this.#end(result), time);
  }

  /** Let there be a worker that is ready, with all that had been defined before. */
  #start() {
    if (this.#ready) return this.#ready;
    this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => this.#hear(data, resolve, reject);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`Python could not start: ${event.message ?? "the worker is not there"}.`));
        this.#end({ ok: false, output: "", error: DIED });
      };
    });
    const again = [...this.#ran.values()].map((r) => JSON.stringify({ do: "replay", ...r }));
    this.#worker.postMessage({ do: "start", stopped: this.#stopped, again });
    return this.#ready;
  }

  #hear(data, ready, failed) {
    if (data.progress) this.dispatchEvent(new CustomEvent("progress", { detail: data.progress }));
    if (data.failed) this.#giveUp(data.failed, failed);
    if (data.ready) {
      ready();
      keepForOffline(data.used);
    }
    if (!data.id || data.id !== this.#current?.id) return;
    if (data.begun) this.#begun(data.id);
    if (data.output) this.#print(data.output);
    if (data.result) this.#finish(data.result);
    if (data.died) this.#end({ ok: false, error: `${data.died}\n${DIED}` });
  }

  #begun(id) {
    clearTimeout(this.#current.timer);
    if (this.#current.limited) this.#watch(id, CHECK_WITHIN, { late: true });
  }

  #print(text) {
    this.#current.output += text;
    this.#current.onOutput(text);
  }

  #remember({ chapter, cell, source, answers }) {
    const key = `${chapter.chapter} ${cell}`;
    this.#ran.delete(key); // so that it comes last
    this.#ran.set(key, { chapter, cell, source, answers });
  }

  #finish(result) {
    const { resolve, timer } = this.#current;
    clearTimeout(timer);
    this.#current = null;
    resolve(result);
  }

  /** End the worker; what ran gets this as its result, and the next request starts a new one. */
  #end(result) {
    this.#worker?.terminate();
    this.#worker = this.#ready = null;
    if (this.#current) this.#finish({ output: this.#current.output, ...result });
  }

  #giveUp(why, failed) {
    const missing = why.includes("is not there");
    const words = missing
      ? "Python is not part of this copy of the book" : "Python could not start";
    const error = new Error(`${words} (${why}). The notebook of this chapter does the same.`);
    if (missing && navigator.onLine) this.reason = error.message;
    failed(error);
  }
}

/** Why there can be no Python here, in words for the reader; "" if there can. */
function whyNot() {
  if (location.protocol === "file:") {
    return "Python does not run in pages that are opened as files: run `make serve`, which opens"
      + " the book in a way that browsers allow.";
  }
  const needed = ["Worker", "WebAssembly", "DecompressionStream"];
  return needed.every((name) => name in self) ? "" : OLD;
}

/**
 * Let the service worker keep the book that was visited, and Python, for days without network.
 * Not every browser tells a page what its worker has loaded: the worker's own list is `loaded`.
 */
async function keepForOffline(loaded) {
  try {
    await navigator.serviceWorker?.register(new URL("../sw.js", import.meta.url));
    const worker = (await navigator.serviceWorker.ready).active;
    const used = performance.getEntriesByType("resource").map((entry) => entry.name);
    const all = new Set([location.href.replace(/#.*/, ""), ...used, ...loaded]);
    worker.postMessage({ keep: [...all] });
  } catch {
    // Without it all works as well, while there is a network.
  }
}

export const python = new Python();
