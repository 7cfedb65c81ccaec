// The editor of title and body: two CodeMirror views that behave alike, the title on one line. What is marked and where
// stands in `marks`.

import { defaultKeymap, history, historyKeymap, isolateHistory, undo, undoDepth } from "@codemirror/commands";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, Transaction, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { extent, located, markAt, marks, setCurrent, setHidden, setMarks, type Mark } from "./marks";
import { paragraphs } from "./paragraphs";
import type { Field, Finding } from "./types";
import { phrases } from "./phrases";

export interface Hooks {
  /** The user, or a fix, changed the text. */
  changed: () => void;
  /** The cursor was put into a mark. */
  picked: (key: string) => void;
  /** Something was pasted that is more than plain text; whether it is taken care of. */
  pasted: (data: DataTransfer) => boolean;
}

const FIELDS: readonly Field[] = ["title", "body"];

export class Editor {
  private readonly views: { readonly [key in Field]: EditorView };
  /** The view that was worked in last: undo begins there. */
  private last: Field = "body";

  constructor(
    places: { readonly [key in Field]: HTMLElement },
    private readonly nonce: string,
    private readonly hooks: Hooks,
  ) {
    const view = (field: Field) => new EditorView({ parent: places[field], state: this.state(field, "") });
    this.views = { title: view("title"), body: view("body") };
  }

  text(): { title: string; body: string } {
    return { title: this.views.title.state.doc.toString(), body: this.views.body.state.doc.toString() };
  }

  /** Puts another article in; what was done before cannot be undone any more. */
  load(title: string, body: string): void {
    this.views.title.setState(this.state("title", title.replace(/\s*\n\s*/g, " ")));
    this.views.body.setState(this.state("body", body));
    this.last = "body";
  }

  /** Marks what was found, unless somebody is in the middle of composing a character. Tells whether it could. */
  show(checked: { title: string; body: string }, findings: readonly Finding[]): boolean {
    if (FIELDS.some((field) => this.views[field].composing)) return false;
    for (const field of FIELDS) {
      const own = findings.filter((finding) => finding.field === field);
      this.views[field].dispatch({ effects: setMarks.of(located(checked[field], own)) });
    }
    return true;
  }

  /** Where a finding stands now; `undefined`: it has no place, or its text was changed since. */
  find(key: string): { field: Field; mark: Mark } | undefined {
    for (const field of FIELDS) {
      const mark = this.views[field].state.field(marks).list.find((mark) => mark.key === key);
      if (mark) return { field, mark };
    }
    return undefined;
  }

  /** Draws no marks for these. */
  hide(keys: ReadonlySet<string>): void {
    for (const field of FIELDS) this.views[field].dispatch({ effects: setHidden.of(keys) });
  }

  /** Shows one mark as the current one. */
  mark(key: string | null): void {
    for (const field of FIELDS) this.views[field].dispatch({ effects: setCurrent.of(key) });
  }

  /** Scrolls to a mark; with `select`, goes there. */
  reveal(key: string, select = false): void {
    const found = this.find(key);
    if (!found) return;
    const { from, to } = extent(found.mark);
    const view = this.views[found.field];
    const selection = select ? { selection: { anchor: from, head: to } } : {};
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }), ...selection });
    if (select) view.focus();
  }

  /** The texts that may be put in place of a finding, the fix's own first. */
  choices(finding: Finding): string[] {
    const found = this.find(finding.fingerprint);
    if (!found || found.mark.edits.length === 0) return [];
    const { from, to } = extent(found.mark);
    const state = this.views[found.field].state;
    const changes = state.changes(found.mark.edits);
    const fixed = changes.apply(state.doc).sliceString(changes.mapPos(from, -1), changes.mapPos(to, 1));
    // Where the fix is the first suggestion word for word, the other suggestions go in the same place.
    return finding.suggestions[0] === fixed ? finding.suggestions : finding.suggestions.slice(0, 1);
  }

  /** Puts a fix into the text, or a text of one's own in place of what was flagged. */
  fix(key: string, own?: string): boolean {
    const found = this.find(key);
    if (!found || (own === undefined && found.mark.edits.length === 0)) return false;
    const changes = own === undefined ? found.mark.edits : { ...extent(found.mark), insert: own };
    this.views[found.field].dispatch({
      changes,
      scrollIntoView: true,
      annotations: [isolateHistory.of("full"), Transaction.userEvent.of("input.fix")],
    });
    return true;
  }

  /** Puts text in place of the selection of the body. */
  insert(text: string): void {
    const view = this.views.body;
    view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
    view.focus();
  }

  /** Takes back what was done last, in the view that was worked in first; `false`: there is nothing. */
  undo(): boolean {
    const order: readonly Field[] = this.last === "body" ? ["body", "title"] : ["title", "body"];
    const field = order.find((field) => undoDepth(this.views[field].state) > 0);
    return field !== undefined && undo(this.views[field]);
  }

  focus(field: Field = "body"): void {
    this.views[field].focus();
  }

  private state(field: Field, doc: string): EditorState {
    return EditorState.create({ doc, extensions: [this.common(field), field === "title" ? this.oneLine() : this.pages()] });
  }

  private common(field: Field): Extension {
    const name = field === "title" ? "标题" : "正文";
    return [
      EditorView.cspNonce.of(this.nonce),
      EditorState.phrases.of(phrases),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": name, spellcheck: "false", autocorrect: "off" }),
      history(),
      marks,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) {
          this.last = field;
          this.hooks.changed();
        } else if (update.transactions.some((transaction) => transaction.isUserEvent("select"))) {
          const mark = markAt(update.state, update.state.selection.main.head);
          if (mark) this.hooks.picked(mark.key);
        }
      }),
      keymap.of([...defaultKeymap.filter((binding) => !OURS.has(binding.key ?? "")), ...historyKeymap]),
    ];
  }

  private oneLine(): Extension {
    return [
      placeholder("标题"),
      Prec.high(keymap.of([{ key: "Enter", run: () => (this.focus("body"), true) }])),
      // A whole article may be pasted where the cursor happens to be.
      EditorView.domEventHandlers({
        paste: (event) => {
          const data = event.clipboardData;
          return data !== null && data.getData("text/plain").trim().includes("\n") && this.hooks.pasted(data);
        },
      }),
      EditorState.transactionFilter.of((transaction) => {
        if (transaction.newDoc.lines === 1) return transaction;
        const joined = transaction.newDoc.toString().replace(/\s*\n\s*/g, " ");
        return { changes: { from: 0, to: transaction.startState.doc.length, insert: joined }, userEvent: "input" };
      }),
    ];
  }

  private pages(): Extension {
    return [
      paragraphs,
      placeholder("在这里写，或者从 Word、网页里复制过来粘贴；也可以把文件拖到这里"),
      search({ top: true }),
      keymap.of(searchKeymap),
      EditorView.domEventHandlers({
        paste: (event) => event.clipboardData !== null && this.hooks.pasted(event.clipboardData),
      }),
    ];
  }
}

/** Keys that CodeMirror would take and the page uses. */
const OURS = new Set(["Mod-Enter", "Alt-i", "Mod-i"]);
