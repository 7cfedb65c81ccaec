// What the user does with a finding: accept, ignore, hand on, allow its word, read about its rule. With an article of the
// store, decisions are recorded there; what is not on record there is decided on this page only.

import * as api from "./api";
import { open } from "./dialog";
import { h, labelled } from "./dom";
import type { Editor } from "./editor";
import type { Findings, Item } from "./findings";
import type { Acts } from "./list";
import { markdown } from "./markdown";
import { Complaint, attempt, say } from "./say";
import type { Permission, Session, Verdict } from "./types";
import type { Work } from "./work";

/** What deciding needs of the rest of the page. */
export interface Surroundings {
  editor: Editor;
  findings: Findings;
  work: Work;
  session: () => Session;
  choose: (key: string | null) => void;
  /** Reads the article of the store again. */
  reload: () => Promise<void>;
  checkAgain: () => void;
  render: () => void;
}

export function acts(around: Surroundings): Acts {
  const run = oneAtATime();
  return {
    choose: around.choose,
    accept: (item) => run(() => accept(around, item)),
    ignore: (item) => run(() => ignore(around, item)),
    refer: (item) => run(() => refer(around, item)),
    allow: (item) => run(() => allow(around, item)),
    explain: (item) => run(() => explain(item)),
    takeBack: (item) => {
      around.findings.takeBack(item.finding.fingerprint);
      around.render();
      say("已取消忽略。");
    },
    locate: (item) => around.editor.reveal(item.finding.fingerprint, true),
    can: (item) => {
      const session = around.session();
      return {
        accept: true,
        ignore: true,
        refer: item.record !== null && may(around, "refer"),
        allow: item.finding.text !== "" && (!session.store || session.user?.may.includes("allow") === true),
      };
    },
  };
}

/** Runs what may take a while; what is asked for meanwhile, as by a key that is held down, is let go. */
function oneAtATime(): (work: () => Promise<void>) => void {
  let isBusy = false;
  return (work) => {
    if (isBusy) return;
    isBusy = true;
    attempt(() => work().finally(() => (isBusy = false)));
  };
}

function may({ work }: Surroundings, action: Permission["action"]): boolean {
  return work.stored?.may.some((permission) => permission.action === action) === true;
}

/** Records a decision; what it is based on is what the user sees now. */
async function record(around: Surroundings, item: Item, verdict: Verdict, rest: { reason?: string; to?: string }): Promise<void> {
  const stored = around.work.stored;
  if (!stored || !item.record) return;
  const { id, revision: base } = stored.dossier;
  try {
    await api.decide(id, { base, fingerprint: item.record.fingerprint, verdict, ...rest });
  } finally {
    // A conflict, too: the next attempt is made with what the others did in view.
    await around.reload();
  }
}

async function accept(around: Surroundings, item: Item): Promise<void> {
  const { editor, findings } = around;
  const { finding } = item;
  const isRecorded = item.record !== null && may(around, "accept");
  if (isRecorded && !may(around, "submit")) {
    // Who cannot hand a version in does not change the text: the author does.
    const next = after(around, item);
    await record(around, item, "accept", {});
    around.choose(next);
    return say("已采纳，记入审核库；由作者改好后重新送审。");
  }
  const choices = editor.choices(finding);
  let own: string | undefined;
  if (choices.length > 1 || (choices.length > 0 && finding.fix?.applicability === "manual")) {
    own = await choose(finding.text, choices);
    if (own === undefined) return;
  }
  if (isRecorded && item.record?.decided?.verdict !== "accept") await record(around, item, "accept", {});
  if (choices.length === 0) {
    editor.reveal(finding.fingerprint, true);
    const hint = finding.suggestions.length > 0 ? `请照“${finding.suggestions[0]}”` : "请";
    return say(`这一处没有现成的改法，${hint}直接在文中改；改好会自动重新检查。`);
  }
  const next = after(around, item);
  if (!editor.fix(finding.fingerprint, own === finding.suggestions[0] && choices[0] === own ? undefined : own)) {
    return say("这一处的文字刚改过，请等检查完再采纳。");
  }
  findings.drop(finding.fingerprint);
  around.choose(next);
  say(`已把“${finding.text}”改为“${own ?? choices[0]}”。`, { label: "撤销", run: () => void editor.undo() });
}

/** The finding to go on to when this one is dealt with. */
function after({ findings }: Surroundings, item: Item): string | null {
  const next = findings.step(1);
  return next && next.finding.fingerprint !== item.finding.fingerprint ? next.finding.fingerprint : null;
}

/** Lets the user choose among texts, or write another. */
async function choose(flagged: string, choices: string[]): Promise<string | undefined> {
  const own = h("input", { type: "text", name: "own", value: choices[0] ?? "" });
  const group = h("fieldset", {}, h("legend", {}, `把“${flagged}”改为`));
  for (const [at, choice] of choices.entries()) {
    const radio = h("input", { type: "radio", name: "choice", value: choice, checked: at === 0 });
    group.append(h("label", { class: "choice" }, radio, choice));
  }
  const other = h("input", { type: "radio", name: "choice", value: "" });
  own.addEventListener("input", () => (other.checked = true));
  group.append(h("label", { class: "choice" }, other, "自己写："), own);
  own.setAttribute("aria-label", "自己写");
  let chosen: string | undefined;
  const run = () => {
    chosen = group.querySelector<HTMLInputElement>("input[name=choice]:checked")?.value || own.value;
  };
  return (await open({ title: "选择改法", content: [group], label: "采纳", run })) ? chosen : undefined;
}

async function ignore(around: Surroundings, item: Item): Promise<void> {
  const { finding } = item;
  const isKept = item.record !== null && may(around, "ignore");
  const reason = h("textarea", { rows: 3, required: true });
  const where = isKept ? "记入审核库，发稿单上会印出来。" : "只在这一页生效，打印时会印出来。";
  await open({
    title: `忽略“${finding.text || finding.message}”`,
    content: [labelled("理由（必填）", reason, where)],
    label: "忽略",
    run: async () => {
      const given = reason.value.trim();
      if (!given) throw new Complaint("请写明为什么可以忽略，例如“引用原文”。");
      const next = after(around, item);
      if (isKept) await record(around, item, "ignore", { reason: given });
      else around.findings.putAside(finding, given);
      around.choose(next);
      around.render();
      say("已忽略，可以在“已处理”里找到。");
    },
  });
}

async function refer(around: Surroundings, item: Item): Promise<void> {
  const { people, user } = around.session();
  const names = people.filter((name) => name !== user?.name);
  const to = h("select", {}, ...names.map((name) => h("option", {}, name)));
  const reason = h("textarea", { rows: 3, required: true });
  await open({
    title: `转办“${item.finding.text || item.finding.message}”`,
    content: [labelled("转给", to), labelled("说明（必填）", reason, "对方作出决定以前，这一处算没有处理完。")],
    label: "转办",
    run: async () => {
      if (!to.value) throw new Complaint("没有别的账号可以转办，请先请管理员添加账号。");
      if (!reason.value.trim()) throw new Complaint("请写明要对方看什么。");
      await record(around, item, "refer", { to: to.value, reason: reason.value.trim() });
      say(`已转给${to.value}。`);
    },
  });
}

async function allow(around: Surroundings, item: Item): Promise<void> {
  const word = h("input", { type: "text", value: item.finding.text });
  const reason = h("input", { type: "text" });
  const hint = "加入以后，落在这个词里的问题不再报，对所有稿件都有效。";
  await open({
    title: "加入允许词",
    content: [labelled("词", word, hint), labelled("理由（可以不写）", reason)],
    label: "加入",
    run: async () => {
      if (!word.value.trim()) throw new Complaint("请写明要允许的词。");
      await api.allow(word.value.trim(), reason.value.trim());
      around.checkAgain();
      say(`已允许“${word.value.trim()}”。`);
    },
  });
}

async function explain(item: Item): Promise<void> {
  const rule = await api.rule(item.finding.rule);
  const content = [h("p", { class: "hint" }, `规则 ${rule.id}`), ...markdown(rule.page)];
  await open({ title: rule.title, content, wide: true });
}
