// A piece of code in the page that the reader can change. It stands there as the highlighted text
// of the book, and turns into an editor, of the same size, when the reader goes to it.

const HELP = "editor-help";
const HELP_TEXT =
  "Tab sets a line in while you write; Escape, then Tab, leaves the editor. " +
  "Ctrl+Enter (⌘ Enter) runs, Shift+Enter checks.";

export class Code {
  #box;
  #pre;
  #stub;
  #highlighted;
  #editor = null;
  #opening = null;
  #handlers;

  /** `box` holds the highlighted text, which is `stub`; `text` is what shall stand there. */
  constructor(box, { label, stub, text, ...handlers }) {
    this.#box = box;
    this.#pre = box.querySelector("pre");
    this.#stub = stub;
    this.#highlighted = [...this.#pre.childNodes];
    this.#handlers = { label, help: HELP, ...handlers };
    this.text = stub;
    this.#await();
    if (text !== stub) this.source = text;
  }

  get source() {
    return this.#editor ? this.#editor.source : this.text;
  }

  set source(text) {
    this.text = text;
    if (this.#editor) this.#editor.source = text;
    else if (text === this.#stub) this.#pre.replaceChildren(...this.#highlighted);
    else {
      this.#pre.replaceChildren(...lines(text));
      this.#openWhenSeen();
    }
  }

  /** Become an editor. Throws where its script cannot be had. */
  async open() {
    this.#opening ??= import("./editor.js").then(({ edit }) => this.#become(edit));
    return this.#opening;
  }

  #become(edit) {
    this.#editor = edit({ parent: this.#pre.parentElement, source: this.text, ...this.#handlers });
    this.#pre.hidden = true;
  }

  /** The text is a place to write from the beginning, for the keyboard and for screen readers. */
  #await() {
    const attributes = {
      tabindex: "0", role: "textbox", "aria-multiline": "true",
      "aria-label": this.#handlers.label, "aria-describedby": HELP,
    };
    for (const [name, value] of Object.entries(attributes)) this.#pre.setAttribute(name, value);
    let point = null;
    this.#pre.addEventListener("pointerdown", ({ clientX, clientY }) => {
      point = { x: clientX, y: clientY };
    });
    this.#pre.addEventListener("focus", async () => {
      await this.open().catch(() => this.#cannotOpen());
      if (this.#editor && [this.#pre, document.body].includes(document.activeElement)) {
        this.#editor.focus(point);
        showHelp(this.#box);
      }
    });
  }

  #cannotOpen() {
    this.#opening = null;
    this.#handlers.onMissing();
  }

  /** What the reader wrote before gets its colours when it comes into view. */
  #openWhenSeen() {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.open().catch(() => { this.#opening = null; }); // it can be read without them
    });
    seen.observe(this.#box);
  }
}

/** Lines of plain text, in the form that the book's highlighted lines have. */
function lines(text) {
  return text.split("\n").map((line) => {
    const element = document.createElement("span");
    element.className = "code-line";
    element.style.setProperty("--indent", `${line.search(/\S|$/)}ch`);
    element.textContent = `${line}\n`;
    return element;
  });
}

/** The way out of an editor, for all editors of the page; it is shown below the first one. */
function showHelp(box) {
  const help = document.getElementById(HELP);
  if (!help.classList.contains("visually-hidden")) return;
  help.classList.remove("visually-hidden");
  box.after(help);
}

export function addHelp() {
  const help = document.createElement("p");
  Object.assign(help, { id: HELP, className: "editor-help visually-hidden", textContent: HELP_TEXT });
  document.querySelector("article").append(help);
}
