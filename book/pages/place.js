// A place in the page where Python works for the reader: it shows how Python starts, what is
// printed, that something runs, and why something could not be run. One place works at a time.

import { python } from "./python.js";
import { choose } from "./toolbar.js";

let busy = null;

export class Place {
  /** `root` is the card or cell; the other elements stand in it. */
  constructor({ root, label, toolbar, progress, output, status }) {
    Object.assign(this, { root, label, toolbar, progress, output, status });
  }

  /** Let Python do `task(onOutput)`. Returns its result, or null where there is none. */
  async work(task) {
    const obstacle = this.#obstacle();
    if (obstacle) return this.say(obstacle);
    busy = this;
    this.#begin();
    try {
      const result = await task((text) => this.print(text));
      return result.stopped ? this.say("Stopped.") : result;
    } catch (error) {
      return this.say(`Python could not do this: ${error.message}.`);
    } finally {
      this.#end();
      busy = null;
    }
  }

  stop() {
    if (busy === this) python.stop();
  }

  /** Tell the reader something about the work. */
  say(text) {
    this.status.textContent = text;
    return null;
  }

  /** Add to what is printed. */
  print(text) {
    if (!text) return;
    const box = this.output.querySelector("pre") ?? this.#printer();
    box.append(text);
  }

  #obstacle() {
    if (!python.available) return python.reason;
    if (busy === this) return "This is running already.";
    return busy && `Python works on ${busy.label}. Stop that first, or wait for it.`;
  }

  #begin() {
    this.output.replaceChildren();
    this.say("");
    this.root.dataset.running = "";
    this.starting = ({ detail }) => this.#showStart(detail);
    python.addEventListener("progress", this.starting);
    const stop = this.toolbar.querySelector("[data-do=stop]");
    stop.hidden = false;
    if (!this.toolbar.contains(document.activeElement)) choose(stop);
  }

  #end() {
    delete this.root.dataset.running;
    python.removeEventListener("progress", this.starting);
    this.progress.hidden = true;
    const stop = this.toolbar.querySelector("[data-do=stop]");
    const run = this.toolbar.querySelector("[data-do=run]");
    if (document.activeElement === stop) run.focus();
    stop.hidden = true;
    if (stop.tabIndex === 0) choose(run);
  }

  #showStart({ text, loaded, total }) {
    if (this.progress.hidden) {
      this.progress.innerHTML = "<span></span> <progress></progress>";
      this.progress.hidden = false;
      this.say("Python is starting. This takes a few seconds, once.");
    }
    const [words, bar] = this.progress.children;
    words.textContent = total ? `${text}: ${megabytes(loaded)} of ${megabytes(total)} MB` : text;
    bar.ariaLabel = text;
    if (total) Object.assign(bar, { max: total, value: Math.min(loaded, total) });
    else bar.removeAttribute("value");
    if (total && loaded >= total) this.say("");
  }

  #printer() {
    const box = document.createElement("pre");
    Object.assign(box, { tabIndex: 0, ariaLabel: `What ${this.label} printed` });
    box.setAttribute("role", "region");
    this.output.append(box);
    return box;
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
