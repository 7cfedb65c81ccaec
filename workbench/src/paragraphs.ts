// Paragraphs of the body: apart by a blank line, as the checker reads plain text, made by one key and drawn close together.

import { Prec, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, keymap, type DecorationSet, type ViewUpdate } from "@codemirror/view";

function newParagraph(view: EditorView): boolean {
  view.dispatch(view.state.replaceSelection("\n\n"), { userEvent: "input", scrollIntoView: true });
  return true;
}

/** Takes the blank line between two paragraphs back as a whole. */
function joinParagraphs(view: EditorView): boolean {
  const { empty, head } = view.state.selection.main;
  if (!empty || view.state.sliceDoc(head - 2, head) !== "\n\n") return false;
  view.dispatch({ changes: { from: head - 2, to: head }, userEvent: "delete.backward", scrollIntoView: true });
  return true;
}

/** Blank lines are drawn lower than lines of text. */
const blankLines = ViewPlugin.fromClass(
  class {
    shown: DecorationSet;
    constructor(view: EditorView) {
      this.shown = blank(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.shown = blank(update.view);
    }
  },
  { decorations: (plugin) => plugin.shown },
);

function blank(view: EditorView): DecorationSet {
  const low = Decoration.line({ class: "blank" });
  const lines = view.visibleRanges.flatMap(({ from, to }) => {
    const found = [];
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if (line.length === 0 && line.from > 0 && line.to < view.state.doc.length) found.push(low.range(line.from));
      at = line.to + 1;
    }
    return found;
  });
  return Decoration.set(lines);
}

/** `Enter` ends a paragraph, `Shift+Enter` breaks the line only. */
export const paragraphs: Extension = [
  blankLines,
  Prec.high(keymap.of([{ key: "Enter", run: newParagraph }, { key: "Backspace", run: joinParagraphs }])),
];
