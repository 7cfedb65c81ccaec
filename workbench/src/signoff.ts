// The panel of three reviews and three proof-readings: what is done, what is waiting, what stands in the way, and what this
// user may do now. The service decides; here it is only shown and asked for.

import * as api from "./api";
import { open } from "./dialog";
import { button, byId, h, labelled } from "./dom";
import { Complaint, say } from "./say";
import type { Dossier, Draft, Permission, Session, Stored } from "./types";
import { STATE, clock, unnumbered } from "./words";
import type { Work } from "./work";

export interface Around {
  work: Work;
  session: () => Session;
  reload: () => Promise<void>;
  /** Takes the article at hand for the one that the store now has under this number. */
  adopt: (id: string) => Promise<void>;
  logIn: () => void;
}

interface Wording {
  label: string;
  title: string;
  hint: string;
  field?: "note" | "reason" | "address";
  /** What the field is called; the reason must be given. */
  name?: string;
  danger?: boolean;
}

const WORDING: { readonly [action: string]: Wording } = {
  pass: { label: "通过", title: "通过", hint: "", field: "note", name: "意见（可以不写）" },
  return: {
    label: "退回", title: "退回作者修改", hint: "作者改好后重新送审，各道审校从头来过。", field: "reason", name: "理由（必填）", danger: true,
  },
  sign: { label: "签发", title: "签发", hint: "签发以后，只能发布与这一版文字相同的稿件。" },
  publish: { label: "发布", title: "登记发布", hint: "登记这一版已经发布。", field: "address", name: "网址（可以不写）" },
  withdraw: { label: "撤回", title: "撤回", hint: "", field: "reason", name: "理由（必填）", danger: true },
  recheck: { label: "按现在的规则复查", title: "复查", hint: "用现在的规则和词库把这一版再查一遍，结果记入审核库。" },
};

/** Steps that are taken on the stored text: not while another one is on the page. */
const ON_TEXT = new Set(["pass", "sign", "publish"]);

export function render(around: Around): void {
  const { work } = around;
  const session = around.session();
  const panel = byId("signoff");
  if (!session.store) {
    return panel.replaceChildren(h("p", {}, "这个服务没有开审核库，只查稿件，不记审签。管理员用 --store 启动服务后，这里可以送审、审校、签发。"));
  }
  if (!session.user) {
    return panel.replaceChildren(h("p", {}, "登录以后可以送审、审校、签发。"), button("登录", around.logIn, { class: "primary" }));
  }
  if (!work.stored) return panel.replaceChildren(...unsubmitted(around, session));
  const { dossier, obstacles } = work.stored;
  const isAhead = work.isAhead();
  panel.replaceChildren(
    ...[
      heading(dossier),
      isAhead ? ahead(around, work.stored) : null,
      tracks(dossier),
      actions(around, work.stored, isAhead),
      obstacles.length > 0 && waits(dossier) ? obstaclesList(obstacles) : null,
      slips(dossier),
    ].filter((part): part is HTMLElement => part !== null),
  );
}

function unsubmitted(around: Around, session: Session): HTMLElement[] {
  if (!session.user?.may.includes("submit")) {
    return [h("p", {}, "这篇稿件还没有送审，您的账号没有送审的角色。要审校别人的稿件，请到“稿件库”里打开。")];
  }
  return [
    h("p", {}, "这篇稿件还没有送审。送审以后存入审核库，按环节审校、签发。"),
    button("送审", () => void handIn(around), { class: "primary" }),
  ];
}

async function handIn(around: Around): Promise<void> {
  const { work } = around;
  const stored = work.stored;
  const title = stored ? `送审第${stored.dossier.version + 1}版` : "送审";
  const hint = stored ? "新的一版从头审校；以前对问题作的决定还算数。" : "送审以后会有编号，审校人在“稿件库”里看到。";
  let id = "";
  const run = async () => {
    const draft = work.draft();
    if (!draft.title.trim()) throw new Complaint("请先写上标题再送审。");
    if (!draft.body.trim()) throw new Complaint("正文还是空的，请写好再送审。");
    const receipt = stored ? await onBase(around, (base) => api.submitNext(stored.dossier.id, base, draft)) : await api.submit(draft);
    id = receipt.article ?? stored?.dossier.id ?? "";
  };
  if (await open({ title, content: [h("p", {}, `《${work.draft().title.trim() || "没有标题"}》`), h("p", { class: "hint" }, hint)], label: "送审", run })) {
    await around.adopt(id);
    say(`已送审，编号 ${id}。`);
  }
}

function heading(dossier: Dossier): HTMLElement {
  const kind = dossier.repost ? "转载" : "原创";
  return h(
    "div",
    { class: "dossier" },
    h("p", {}, h("b", {}, dossier.id), ` 第${dossier.version}版 `, h("span", { class: `state state-${dossier.state}` }, STATE[dossier.state])),
    h("p", { class: "hint" }, `${dossier.submitted_by} ${clock(dossier.submitted_at)}送审 · 作者 ${dossier.authors.join("、")} · ${kind}`),
  );
}

/** The text on the page is not the one that is being reviewed. */
function ahead(around: Around, stored: Stored): HTMLElement {
  const { work } = around;
  const next = stored.may.some((permission) => permission.action === "submit");
  const text = next
    ? `页面上的文字已经改动，与送审的第${stored.dossier.version}版不同。改好后请送审新的一版。`
    : `页面上的文字已经改动，与送审的第${stored.dossier.version}版不同；您没有送审的角色，改动存不进审核库。要作者改的，请退回并写明理由。`;
  return h(
    "div",
    { class: "notice" },
    h("p", {}, text),
    h(
      "div",
      { class: "buttons" },
      next && button(`送审第${stored.dossier.version + 1}版`, () => void handIn(around), { class: "primary" }),
      button(`还原为第${stored.dossier.version}版`, () => work.open(stored.draft, stored)),
    ),
  );
}

/** Reviews beside proof-readings, signing and publication below. */
function tracks(dossier: Dossier): HTMLElement {
  const track = (name: string, stages: Dossier["stages"]) => {
    const rows = stages.map((stage) => row(stage.name, dossier.passes.find((pass) => pass.stage === stage.name), dossier));
    return stages.length > 0 && h("ol", { class: "stages", "aria-label": name }, ...rows);
  };
  const signed = row("签发", dossier.signature && { ...dossier.signature, note: "" }, dossier);
  const published = row("发布", dossier.publication && { ...dossier.publication, note: dossier.publication.address }, dossier);
  const end = h("ol", { class: "stages last", "aria-label": "签发和发布" }, signed, published);
  return h("div", { class: "tracks" }, track("审核", dossier.stages), track("校对", dossier.proofs), end);
}

function row(name: string, done: { by: string; at: string; note: string } | null | undefined, dossier: Dossier): HTMLElement {
  const isNext = !done && dossier.waiting.includes(name);
  const state = done ? "done" : isNext ? "next" : "later";
  const sign = { done: "✓", next: "▶", later: "○" }[state];
  const told = done ? done.by : isNext ? "等待" : "未到";
  return h(
    "li",
    { class: `stage ${state}` },
    h("span", { class: "sign", "aria-hidden": "true" }, sign),
    h("b", {}, name),
    h("span", {}, told),
    done ? h("span", { class: "note" }, clock(done.at)) : null,
    done?.note ? h("span", { class: "note" }, done.note) : null,
  );
}

/** Whether it is on its way to being signed or published, so that obstacles matter. */
function waits(dossier: Dossier): boolean {
  return dossier.state === "reviewing" || dossier.state === "signed";
}

function obstaclesList(obstacles: string[]): HTMLElement {
  const title = h("h2", {}, "签发、发布以前还要");
  return h("div", { class: "obstacles" }, title, h("ul", {}, ...obstacles.map((obstacle) => h("li", {}, unnumbered(obstacle)))));
}

function actions(around: Around, stored: Stored, isAhead: boolean): HTMLElement {
  const steps = stored.may.filter((permission) => permission.action in WORDING);
  const made = steps.map((permission) => {
    const wording = WORDING[permission.action];
    const label = `${permission.stage ?? ""}${wording?.label ?? ""}`;
    const isHeld = isAhead && ON_TEXT.has(permission.action);
    const style = permission.action === "recheck" ? undefined : wording?.danger ? "danger" : "primary";
    return button(label, () => void take(around, permission), { class: style, disabled: isHeld });
  });
  if (made.length === 0 && !isAhead) return h("p", { class: "hint" }, "现在没有要您做的审签。");
  return h("div", { class: "buttons" }, ...made);
}

async function take(around: Around, { action, stage }: Permission): Promise<void> {
  const wording = WORDING[action];
  const stored = around.work.stored;
  if (!wording || !stored) return;
  const field = wording.field === "address" ? h("input", { type: "text", inputmode: "url" }) : h("textarea", { rows: 3 });
  const { dossier } = stored;
  const content: (Node | string)[] = [h("p", {}, `《${dossier.title}》第${dossier.version}版（${dossier.id}）`)];
  if (wording.hint) content.push(h("p", { class: "hint" }, wording.hint));
  if (wording.field) content.push(labelled(wording.name ?? "", field));
  const label = `${stage ?? ""}${wording.label}`;
  const done = await open({
    title: `${stage ?? ""}${wording.title}`,
    content,
    label,
    danger: wording.danger === true,
    run: async () => {
      const given = field.value.trim();
      if (wording.field === "reason" && !given) throw new Complaint("请写明理由。");
      const extra: { note?: string; reason?: string; address?: string; draft?: Draft } = {};
      if (wording.field) extra[wording.field] = given;
      if (action === "publish") extra.draft = around.work.draft();
      const rest = stage === undefined ? extra : { ...extra, stage };
      await onBase(around, (base) => api.step(dossier.id, { base, action, ...rest }));
      await around.reload();
    },
  });
  if (done) say(`${label}：已记入审核库。`);
}

/** Takes a step on what the user sees. When somebody was first, the panel shows what they did, and what was typed stays. */
async function onBase<T>(around: Around, step: (base: number) => Promise<T>): Promise<T> {
  const base = around.work.stored?.dossier.revision ?? 0;
  try {
    return await step(base);
  } catch (error) {
    if (!(error instanceof api.Refusal) || error.status !== 409) throw error;
    await around.reload();
    throw new Complaint(`${unnumbered(error.message)}\n审签情况已重新载入，您写的内容还在；看过以后要继续的，再点一次。`);
  }
}

function slips(dossier: Dossier): HTMLElement {
  const link = (form: "docx" | "html", label: string) => h("a", { href: api.slip(dossier.id, form), download: `发稿单-${dossier.id}.${form}` }, label);
  return h("p", { class: "links" }, "发稿单：", link("docx", "Word 文档"), "、", link("html", "网页"));
}
