// The editor that a piece of code turns into: CodeMirror 6. It is loaded when it is first needed.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting }
  from "@codemirror/language";
import { EditorState, RangeSetBuilder, Transaction } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

// The classes of the book's own highlighting, whose colours suit both themes.
const COLOURS = HighlightStyle.define([
  { tag: [t.definitionKeyword, t.controlKeyword, t.keyword, t.modifier], class: "k" },
  { tag: t.moduleKeyword, class: "kn" },
  { tag: t.operatorKeyword, class: "ow" },
  { tag: [t.bool, t.null], class: "kc" },
  { tag: t.comment, class: "c1" },
  { tag: t.string, class: "s2" },
  { tag: t.number, class: "mi" },
  { tag: t.operator, class: "o" },
  { tag: t.punctuation, class: "p" },
  { tag: t.function(t.definition(t.variableName)), class: "nf" },
  { tag: t.definition(t.className), class: "nc" },
  { tag: t.meta, class: "nd" },
]);

/**
 * Put an editor into `parent`. `onChange(source)` hears what the reader writes, `onRun` and
 * `onCheck` the keys for it. Tab goes on to the next control until the reader writes or moves the
 * cursor; from then on it sets in, and Escape lets it go on again.
 */
export function edit({ parent, source, label, help, onChange, onRun, onCheck }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        keymap.of([...runKeys(onRun, onCheck), ESCAPE, ...historyKeymap, indentWithTab]),
        keymap.of(defaultKeymap),
        history(),
        python(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        bracketMatching(),
        syntaxHighlighting(COLOURS),
        EditorView.lineWrapping,
        HANGING_LINES,
        EditorView.updateListener.of((update) => heard(update, onChange)),
        EditorView.domEventObservers({ keydown: keepToItself }),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-describedby": help,
          autocapitalize: "off",
          spellcheck: "false",
        }),
      ],
    }),
  });
  view.setTabFocusMode(true);
  return new Editor(view);
}

class Editor {
  constructor(view) {
    this.view = view;
  }

  get source() {
    return this.view.state.doc.toString();
  }

  /** Another text for all there is; the reader can undo it. */
  set source(text) {
    if (text === this.source) return;
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      annotations: Transaction.remote.of(true),
    });
  }

  /** Focus, with the cursor at a point of the screen where one is given. */
  focus(point) {
    this.view.focus();
    const anchor = point && this.view.posAtCoords(point);
    if (anchor) this.view.dispatch({ selection: { anchor } });
  }
}

/** A page has keys of its own, such as “/” for its search: not while somebody writes. */
function keepToItself(event) {
  event.stopPropagation();
}

const ESCAPE = {
  key: "Escape",
  run: (view) => {
    view.setTabFocusMode(true);
    return false;
  },
};

function runKeys(onRun, onCheck) {
  const told = (act) => () => {
    act();
    return true;
  };
  return [{ key: "Mod-Enter", run: told(onRun) }, { key: "Shift-Enter", run: told(onCheck) }];
}

/** Tell what the reader wrote, and let Tab set in from then on. */
function heard(update, onChange) {
  const own = update.transactions.some((one) => !one.annotation(Transaction.remote));
  if (!own) return;
  if (update.docChanged || update.selectionSet) update.view.setTabFocusMode(false);
  if (update.docChanged) onChange(update.state.doc.toString());
}

/** A line that is too long goes on below, under its own beginning, as in all code of the book. */
const HANGING_LINES = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = hanging(view);
    }

    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = hanging(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function hanging(view) {
  const marks = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const style = `--indent:${line.text.search(/\S|$/)}ch`;
      marks.add(line.from, line.from, Decoration.line({ class: "code-line", attributes: { style } }));
      at = line.to + 1;
    }
  }
  return marks.finish();
}
