// The page: puts its parts together and goes from one view to another.

import * as accounts from "./accounts";
import * as api from "./api";
import { Checking, type Result } from "./checking";
import { acts } from "./decide";
import { confirm } from "./dialog";
import { button, byId, h } from "./dom";
import { Editor } from "./editor";
import { Files } from "./files";
import { Findings, type Item } from "./findings";
import { help, listen, type Binding } from "./keys";
import { Library, renderJournal } from "./library";
import { List, type Acts } from "./list";
import { preparePrint } from "./print";
import { Redline } from "./redline";
import { attempt, say, whisper } from "./say";
import * as signoff from "./signoff";
import { Tabs } from "./tabs";
import type { Draft, Session, Stored } from "./types";
import { SEVERITIES, SEVERITY } from "./words";
import { EMPTY, Work } from "./work";

const NOBODY: Session = { user: null, store: false, setup: false, token: false, stages: [], people: [] };

class Page {
  private session = NOBODY;
  /** What the editor hides; `null`: it has marks that do not know yet. */
  private hiddenNow: string | null = null;
  private readonly findings = new Findings();
  private readonly editor: Editor;
  private readonly work: Work;
  private readonly checking: Checking;
  private readonly acts: Acts;
  private readonly list: List;
  private readonly redline: Redline;
  private readonly files: Files;
  private readonly library: Library;
  private readonly tabs: Tabs;
  private readonly bindings: readonly Binding[];

  constructor() {
    const nonce = document.querySelector("script")?.nonce ?? "";
    this.editor = new Editor({ title: byId("title"), body: byId("body") }, nonce, {
      changed: () => this.work.changed(),
      picked: (key) => this.choose(key, false),
      pasted: (data) => this.files.pasted(data),
    });
    this.work = new Work(this.editor);
    this.checking = new Checking(
      () => this.work.draft(),
      (result) => this.checked(result),
      (text, error) => this.told(text, error),
    );
    this.acts = acts({
      editor: this.editor,
      findings: this.findings,
      work: this.work,
      session: () => this.session,
      choose: (key) => this.choose(key, true),
      reload: () => this.reload(),
      checkAgain: () => this.checking.soon(0),
      render: () => this.render(),
    });
    this.list = new List(this.findings, this.acts);
    this.redline = new Redline(this.work);
    this.files = new Files(this.editor, this.work, (draft) => this.openDraft(draft, null).then(() => this.showAddress()));
    this.library = new Library(() => this.session, (id) => (window.location.hash = `#/articles/${encodeURIComponent(id)}`));
    this.tabs = new Tabs((name) => this.showTab(name));
    this.bindings = this.keys();
    this.listen();
  }

  async start(): Promise<void> {
    api.whenLoggedOut(() => this.logIn());
    await this.knowUser();
    await this.follow();
    this.render();
    if ((this.session.store && !this.session.user) || this.session.token) await this.logIn();
  }

  private listen(): void {
    listen(this.bindings);
    this.work.onChange(() => {
      this.checking.soon();
      this.renderState();
      if (this.tabs.current === "signoff") this.showTab("signoff");
      // Without the store nothing changes in the list before the next result.
      if (this.work.stored) this.renderList();
    });
    window.addEventListener("hashchange", () => attempt(() => this.follow()));
    window.addEventListener("beforeprint", () => preparePrint(this.work, this.editor, this.findings, this.session));
    window.addEventListener("beforeunload", (event) => {
      if (this.work.isUnsaved()) event.preventDefault();
    });
    const start = () => attempt(() => this.openDraft(EMPTY, null).then(() => this.showAddress()));
    const tools: { [id: string]: () => void } = {
      new: start,
      open: () => this.files.choose(),
      check: () => this.checking.soon(0),
      undo: () => void (this.editor.undo() || say("没有可以撤销的了。")),
      copy: () => attempt(() => this.files.copy()),
      download: () => this.files.download(),
      print: () => window.print(),
      help: () => help(this.bindings),
    };
    for (const [id, run] of Object.entries(tools)) byId(`tool-${id}`).addEventListener("click", run);
    const more = byId("tool-more");
    more.addEventListener("click", () => more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") !== "true")));
    byId("tools").addEventListener("click", () => more.setAttribute("aria-expanded", "false"));
    byId("skip").addEventListener("click", (event) => (event.preventDefault(), this.editor.focus()));
    byId<HTMLDetailsElement>("fields").open = !window.matchMedia("(max-width: 820px)").matches;
  }

  private keys(): Binding[] {
    const current = (run: (item: Item) => void) => () => {
      const item = this.findings.item(this.findings.current);
      if (item) run(item);
      else say("请先选一处问题：按 F8 到下一处。");
    };
    return [
      { keys: "F8", does: "下一处问题", run: () => this.step(1) },
      { keys: "Shift+F8", does: "上一处问题", run: () => this.step(-1) },
      { keys: "Alt+A", does: "采纳：照建议改", run: current((item) => this.acts.accept(item)) },
      { keys: "Alt+I", does: "忽略，写明理由", run: current((item) => this.acts.ignore(item)) },
      { keys: "Alt+Z", does: "转办给别人", run: current((item) => this.acts.can(item).refer && this.acts.refer(item)) },
      { keys: "Alt+Y", does: "加入允许词", run: current((item) => this.acts.can(item).allow && this.acts.allow(item)) },
      { keys: "Alt+G", does: "到原文里改", run: current((item) => this.acts.locate(item)) },
      { keys: "Alt+R", does: "看规则说明", run: current((item) => this.acts.explain(item)) },
      { keys: "F6", does: "从正文到当前的问题，再到面板的标签，再回正文", run: () => this.cross() },
      { keys: "Ctrl+Enter", does: "马上检查", run: () => this.checking.soon(0) },
      { keys: "Ctrl+O", does: "打开文件", run: () => this.files.choose() },
      { keys: "F1，?", does: "按键说明（? 要在输入框外面按）", run: () => help(this.bindings) },
    ];
  }

  /** Takes in a result of the check. */
  private checked({ draft, findings, characters }: Result): boolean {
    this.findings.take(findings, characters);
    if (!this.editor.show(draft, findings)) return false;
    this.hiddenNow = null;
    const counts = this.findings.counts();
    const open = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => `${SEVERITY[severity].name} ${counts[severity]}`);
    const size = characters > 0 ? `${characters} 字，` : "";
    this.told(open.length > 0 ? `${size}待处理：${open.join("，")}` : characters > 0 ? `${size}没有待处理的问题` : "");
    this.render();
    return true;
  }

  private told(text: string, error?: unknown): void {
    const state = byId("check-state");
    state.classList.toggle("failed", error !== undefined);
    if (state.textContent !== text) state.textContent = text;
    // The session has ended: the button to log in comes back.
    if (error instanceof api.Refusal && error.status === 401 && this.session.user) attempt(() => this.knowUser());
  }

  private choose(key: string | null, fromList: boolean): void {
    if (this.findings.current === key) return;
    this.findings.current = key;
    this.editor.mark(key);
    this.list.render();
    if (key === null) return;
    if (fromList) this.editor.reveal(key);
    else this.tabs.show("findings");
    this.list.reveal(key, false);
  }

  /** To the next or previous finding; the focus stays where it is. */
  private step(by: 1 | -1): void {
    const item = this.findings.step(by);
    if (!item) return say("没有要处理的问题。");
    this.tabs.show("findings");
    this.choose(item.finding.fingerprint, true);
    const { severity, message } = item.finding;
    whisper(`${SEVERITY[severity].name}：${message}`);
  }

  /** From the text to the current finding, to the tabs, and back. */
  private cross(): void {
    const isIn = (id: string) => byId(id).contains(document.activeElement);
    if (isIn("tabs")) this.editor.focus();
    else if (!isIn("panel") && this.tabs.current === "findings" && this.list.focus(this.findings.current)) return;
    else this.tabs.focus();
  }

  private render(): void {
    this.renderList();
    this.renderState();
    this.showTab(this.tabs.current);
  }

  private renderList(): void {
    this.findings.record(this.work.stored?.dossier ?? null, !this.work.isAhead());
    this.list.render();
    this.hideSettled();
  }

  private renderState(): void {
    const stored = this.work.stored;
    byId("place").textContent = stored ? `${stored.dossier.id} 第${stored.dossier.version}版` : "";
    byId("unsaved").hidden = !this.work.isUnsaved();
    byId("unsaved").textContent = this.session.user ? "有改动没有送审" : "有改动没有保存";
  }

  private hideSettled(): void {
    const hidden = this.findings.hidden();
    const key = [...hidden].sort().join();
    if (key === this.hiddenNow) return;
    this.hiddenNow = key;
    this.editor.hide(hidden);
  }

  private showTab(name: string): void {
    if (name === "signoff") {
      signoff.render({
        work: this.work,
        session: () => this.session,
        reload: () => this.reload(),
        adopt: (id) => this.adopt(id),
        logIn: () => attempt(async () => void (await this.logIn())),
      });
    } else if (name === "redline") this.redline.render();
    else if (name === "journal") renderJournal(this.work.stored?.dossier ?? null);
  }

  /** Puts another article on the page; asks first if something would be lost. */
  private async openDraft(draft: Draft, stored: Stored | null): Promise<void> {
    if (await this.mayLose()) this.put(draft, stored);
  }

  /** Whether nothing is lost with the article at hand, or the user lets it go. */
  private async mayLose(): Promise<boolean> {
    if (this.work.isEmpty() || !this.work.isUnsaved()) return true;
    return confirm("放弃现在的稿件？", "页面上的稿件有没有保存的改动，放弃就没有了。", "放弃改动", true);
  }

  private put(draft: Draft, stored: Stored | null): void {
    this.findings.reset();
    this.redline.reset();
    this.work.open(draft, stored);
    this.render();
    this.checking.soon(0);
    // On a touch screen the keyboard would come up over what there is to read.
    if (window.matchMedia("(pointer: fine)").matches) this.editor.focus(draft.title ? "body" : "title");
  }

  private async openStored(id: string): Promise<void> {
    const stored = await api.article(id);
    await this.openDraft(stored.draft, stored);
  }

  private async adopt(id: string): Promise<void> {
    const stored = await api.article(id);
    this.work.open(stored.draft, stored);
    this.showAddress();
  }

  /** Writes into the address what is on the page. */
  private showAddress(): void {
    const stored = this.work.stored;
    window.history.replaceState(null, "", stored ? `#/articles/${encodeURIComponent(stored.dossier.id)}` : "#/");
  }

  /** Reads the article of the store again. Text that was not touched follows the store; what was written stays. */
  private async reload(): Promise<void> {
    const before = this.work.stored;
    if (!before) return;
    const stored = await api.article(before.dossier.id);
    const isNewVersion = stored.dossier.version !== before.dossier.version;
    if (isNewVersion && !this.work.isAhead()) this.work.open(stored.draft, stored);
    else this.work.refresh(stored);
    if (isNewVersion && this.work.isAhead()) {
      say(`${stored.dossier.submitted_by}送审了第${stored.dossier.version}版。您的改动还在，可以在“对照”里看差别。`);
    }
    this.checking.soon(0);
  }

  private async logIn(): Promise<boolean> {
    const ask = () => (this.session.store ? accounts.logIn(this.session.setup) : accounts.giveToken());
    this.entering ??= ask().finally(() => (this.entering = null));
    const isIn = await this.entering;
    if (isIn) await this.knowUser();
    if (isIn) this.checking.soon(0);
    return isIn;
  }

  /** The log-in dialog that is open, for all that wait for it. */
  private entering: Promise<boolean> | null = null;

  private async knowUser(): Promise<void> {
    this.session = await api.session();
    const { user, store, token } = this.session;
    const out = () => attempt(() => this.logOut());
    const password = () => attempt(() => accounts.changePassword());
    const logIn = () => attempt(async () => void (await this.logIn()));
    byId("user").replaceChildren(
      ...(user
        ? [h("span", { class: "name" }, user.name), button("改密码", password), button("退出", out)]
        : store ? [button("登录", logIn, { class: "primary" })]
        : token ? [button("填写令牌", logIn, { class: "primary" })] : []),
    );
    byId("nav-library").hidden = !store;
    for (const name of ["signoff", "journal"]) byId(`tab-${name}`).hidden = !store;
    byId("nav-accounts").hidden = !user?.may.includes("manage");
    this.render();
  }

  private async logOut(): Promise<void> {
    if (!(await this.mayLose())) return;
    await api.leave();
    // Whoever sits down next does not read on.
    this.put(EMPTY, null);
    window.location.hash = "#/";
    await this.knowUser();
    say("已退出登录。");
  }

  /** Goes where the address says. */
  private async follow(): Promise<void> {
    const hash = window.location.hash;
    const token = /^#setup=(.+)$/.exec(hash)?.[1];
    if (token !== undefined) {
      // The token does not stay in the address.
      window.history.replaceState(null, "", "#/");
      document.querySelector("dialog")?.close();
      if (await accounts.setUp(decodeURIComponent(token))) {
        await this.knowUser();
        window.location.hash = "#/accounts";
      }
      return;
    }
    const id = decodeURIComponent(/^#\/articles\/(.+)$/.exec(hash)?.[1] ?? "");
    if (id && this.work.stored?.dossier.id !== id) await this.openStored(id).finally(() => this.showAddress());
    else if (id) await this.reload();
    const view = hash === "#/articles" ? "library" : hash === "#/accounts" ? "accounts" : "desk";
    if (view !== "desk" && !this.session.user && !(await this.logIn())) return void (window.location.hash = "#/");
    this.showView(view);
    if (view === "library") this.library.show();
    if (view === "accounts") accounts.renderAccounts();
  }

  private showView(view: "desk" | "library" | "accounts"): void {
    for (const name of ["desk", "library", "accounts"] as const) {
      byId(name).hidden = name !== view;
      const link = byId(`nav-${name}`);
      if (name === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
}

attempt(() => new Page().start());
