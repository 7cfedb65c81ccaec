// How an article comes in and goes out: pasted, opened from a file, dropped onto the page; copied and downloaded.

import * as api from "./api";
import { open } from "./dialog";
import { byId, h } from "./dom";
import type { Editor } from "./editor";
import { Complaint, attempt, say, warn } from "./say";
import type { Draft } from "./types";
import { EMPTY, type Work } from "./work";

/** Markup that makes pasted HTML more than a run of words. */
const STRUCTURE = /<(p|div|br|table|tr|li|h[1-6]|section|article|blockquote)\b/i;
/** Characters that a title has at most. */
const LONGEST_TITLE = 60;
/** Part of the pasted characters that must come through; with fewer the user is offered the plain text. */
const ENOUGH = 0.9;

export class Files {
  constructor(
    private readonly editor: Editor,
    private readonly work: Work,
    /** Puts another article on the page, if the user lets the present one go. */
    private readonly openDraft: (draft: Draft) => Promise<void>,
  ) {
    const input = byId<HTMLInputElement>("file");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = "";
      if (file) attempt(() => this.open(file));
    });
    this.acceptDrops();
  }

  choose(): void {
    byId("file").click();
  }

  async open(file: File): Promise<void> {
    say(`正在打开“${file.name}”……`);
    const { drafts, faults } = await api.extract(file.name, file);
    if (faults.length > 0) warn(`“${file.name}”没有全部读出来：${faults.join("；")}`);
    const draft = drafts.length > 1 ? await this.pick(file.name, drafts) : drafts[0];
    if (draft) await this.openDraft(titled(draft));
  }

  /** Takes what was pasted if it is a file or has paragraphs of its own; plain text is the editor's. */
  pasted(data: DataTransfer): boolean {
    const [html, plain] = [data.getData("text/html"), data.getData("text/plain")];
    const file = data.files[0];
    if (file && !plain && !html) {
      attempt(() => this.open(file));
      return true;
    }
    if (!STRUCTURE.test(html)) {
      if (!plain || !this.work.isBlank()) return false;
      this.work.open(titled({ ...EMPTY, body: plain.replace(/\r\n?/g, "\n") }), null);
      return true;
    }
    this.pasteHtml(html, plain);
    return true;
  }

  async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.plain()).catch(() => copyBySelection(this.plain()));
    say("全文已复制，可以粘贴到别处。");
  }

  download(): void {
    const name = this.work.draft().title.trim().replace(/[\\/:*?"<>|\s]+/g, " ").slice(0, 60) || "稿件";
    // A byte order mark: without it older programs take the text for another encoding.
    const address = URL.createObjectURL(new Blob(["\ufeff", this.plain().replace(/\n/g, "\r\n")], { type: "text/plain" }));
    h("a", { href: address, download: `${name}.txt` }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 1000);
    say(`已下载“${name}.txt”。`);
  }

  private plain(): string {
    const { title, body } = this.work.draft();
    const paragraphs = body.replace(/\n{2,}/g, "\n");
    return title.trim() ? `${title.trim()}\n\n${paragraphs}` : paragraphs;
  }

  private pasteHtml(html: string, plain: string): void {
    const isNew = this.work.isBlank();
    const insertPlain = () => this.editor.insert(plain.replace(/\r\n?/g, "\n"));
    api.extract("粘贴.html", new Blob([html], { type: "text/html;charset=utf-8" })).then(({ drafts }) => {
      const draft = drafts[0];
      if (!draft || drafts.length > 1 || (!draft.body && !draft.title)) return insertPlain();
      if (isNew) this.work.open(titled({ ...draft, others: {} }), null);
      else {
        this.editor.insert([draft.title, draft.body].filter(Boolean).join("\n\n"));
        this.work.complete({ ...draft, others: {} });
      }
      const [came, should] = [draft.title + draft.body, plain].map((text) => text.replace(/\s/g, "").length);
      const isWhole = (came ?? 0) >= (should ?? 0) * ENOUGH;
      const undoAndPaste = () => (isNew ? this.editor.load("", "") : this.editor.undo(), insertPlain());
      if (isWhole) say("已粘贴。");
      else say("只粘贴了正文，菜单、广告等没有要。", { label: "全部都要", run: undoAndPaste });
      this.editor.focus();
    }, () => {
      insertPlain();
      say("格式没有读出来，已按纯文字粘贴。");
    });
  }

  private async pick(name: string, drafts: Draft[]): Promise<Draft | undefined> {
    const select = h("select", { size: Math.min(drafts.length, 12), "aria-label": "稿件" });
    for (const [at, draft] of drafts.entries()) {
      const label = draft.title || draft.body.slice(0, 30) || "（空）";
      select.append(h("option", { value: at, selected: at === 0 }, `${at + 1}. ${label}`));
    }
    let picked: Draft | undefined;
    const content = [h("p", {}, `“${name}”里有 ${drafts.length} 篇稿件，打开哪一篇？`), select];
    await open({ title: "选择稿件", content, label: "打开", run: () => void (picked = drafts[Number(select.value)]) });
    return picked;
  }

  private acceptDrops(): void {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const over = (event: DragEvent, on: boolean) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      document.body.classList.toggle("dropping", on);
    };
    document.addEventListener("dragover", (event) => over(event, true), true);
    document.addEventListener("dragleave", (event) => over(event, event.relatedTarget !== null), true);
    document.addEventListener("drop", (event) => {
      over(event, false);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      // The editor would put the bytes of the file into the text.
      event.stopPropagation();
      attempt(() => this.open(file));
    }, true);
  }
}

/** The first paragraph as the title, where none is known and it reads like one. */
function titled(draft: Draft): Draft {
  const [, first = "", rest = ""] = /^\s*([^\n]+)\n+([^]*\S)\s*$/.exec(draft.body) ?? [];
  const isTitle = rest !== "" && [...first].length <= LONGEST_TITLE && !first.includes("\t") && !/[。！？；，、：…!?;,:.]\s*$/.test(first);
  return draft.title === "" && isTitle ? { ...draft, title: first.trim(), body: rest } : draft;
}

/** Copies where the clipboard's own interface is closed, as on pages without TLS. */
function copyBySelection(text: string): void {
  const area = h("textarea", { class: "offscreen" });
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (!isDone) throw new Complaint("浏览器不让复制，请全选正文后按 Ctrl+C。");
}
