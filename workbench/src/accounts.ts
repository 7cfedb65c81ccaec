// Who is there: log-in, the token of a service without accounts, the one-time set-up, the change of one's password, and the accounts page of those who manage them.

import * as api from "./api";
import { open } from "./dialog";
import { button, byId, h, labelled } from "./dom";
import { Complaint, attempt, say } from "./say";
import type { Account } from "./types";

const PASSWORD = "10 个字以上，不要含有账号名。";

const password = (autocomplete: string) => h("input", { type: "password", autocomplete, required: true });

/** Asks who it is. `true`: somebody is logged in now. */
export async function logIn(isNew: boolean): Promise<boolean> {
  const name = h("input", { type: "text", autocomplete: "username", required: true });
  const secret = password("current-password");
  return open({
    title: "登录",
    content: [
      isNew ? h("p", { class: "notice" }, "还没有账号能登录。请用启动服务时显示的一次性链接打开本页，先建立管理员账号。") : "",
      labelled("账号", name),
      labelled("密码", secret),
    ],
    label: "登录",
    run: async () => {
      if (!name.value.trim() || !secret.value) throw new Complaint("请写账号和密码。");
      await api.enter(name.value.trim(), secret.value);
    },
  });
}

/** Asks for a token, where there are no accounts. `true`: it is one. */
export async function giveToken(): Promise<boolean> {
  const token = h("input", { type: "password", autocomplete: "off", required: true });
  return open({
    title: "填写令牌",
    content: [h("p", {}, "这个服务凭令牌使用，令牌请问管理员。只在这个标签页里有效，关掉就不留了。"), labelled("令牌", token)],
    label: "继续",
    run: async () => {
      const given = token.value.trim();
      if (!given) throw new Complaint("请写令牌。");
      // Other characters cannot be sent, and no token has them.
      if (!/^[!-~]+$/.test(given) || !(await api.giveToken(given))) throw new Complaint("令牌不对，请核对后再写一遍。");
    },
  });
}

/** Makes the first account with the token of the one-time link. */
export async function setUp(token: string): Promise<boolean> {
  const name = h("input", { type: "text", autocomplete: "username", required: true });
  const [secret, again] = [password("new-password"), password("new-password")];
  return open({
    title: "首次设置：建立管理员账号",
    content: [
      h("p", {}, "这个账号管理其他账号。以后在“账号”里给同事建账号、分角色。"),
      labelled("账号（姓名）", name),
      labelled("密码", secret, PASSWORD),
      labelled("再写一遍密码", again),
    ],
    label: "建立账号",
    run: async () => {
      if (!name.value.trim()) throw new Complaint("请写账号。");
      refuseDifferent(secret, again);
      await api.setUp(token, name.value.trim(), secret.value);
    },
  });
}

export async function changePassword(): Promise<void> {
  const [old, secret, again] = [password("current-password"), password("new-password"), password("new-password")];
  const isDone = await open({
    title: "修改密码",
    content: [labelled("现在的密码", old), labelled("新密码", secret, PASSWORD), labelled("再写一遍新密码", again)],
    label: "修改",
    run: async () => {
      refuseDifferent(secret, again);
      await api.changePassword(old.value, secret.value);
    },
  });
  if (isDone) say("密码已修改。");
}

function refuseDifferent(secret: HTMLInputElement, again: HTMLInputElement): void {
  if (!secret.value) throw new Complaint("请写密码。");
  if (secret.value !== again.value) throw new Complaint("两遍密码不一样，请重写。");
}

export function renderAccounts(): void {
  attempt(async () => {
    const { accounts, roles } = await api.accounts();
    const change = (account: Account | null) => attempt(async () => void ((await edit(roles, account)) && renderAccounts()));
    const row = (account: Account) => {
      const state = [account.active ? "在用" : "已停用", account.has_password ? "" : "没有密码，不能登录"].filter(Boolean).join("，");
      const open = button("修改", () => change(account), { "aria-label": `修改 ${account.name}` });
      const cells = [account.roles.join("、"), state, open].map((cell) => h("td", {}, cell));
      return h("tr", {}, h("td", { class: "main" }, account.name), ...cells);
    };
    const head = ["账号", "角色", "状态", ""].map((name) => h("th", { scope: "col" }, name || h("span", { class: "quiet" }, "操作")));
    byId("accounts").replaceChildren(
      h("h2", {}, "账号"),
      button("添加账号", () => change(null), { class: "primary" }),
      h("div", { class: "table" }, h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...accounts.map(row)))),
    );
  });
}

/** Adds an account or changes one. */
async function edit(known: string[], account: Account | null): Promise<boolean> {
  const name = h("input", { type: "text", autocomplete: "off", required: true, value: account?.name, readonly: account !== null });
  const secret = password("new-password");
  const active = h("input", { type: "checkbox", checked: account?.active ?? true });
  const roles = h("fieldset", { class: "roles" }, h("legend", {}, "角色（可以有几个）"));
  const boxes = known.map((role) => {
    const box = h("input", { type: "checkbox", value: role, checked: account?.roles.includes(role) ?? false });
    roles.append(h("label", { class: "check" }, box, role));
    return box;
  });
  const isDone = await open({
    title: account ? `修改账号“${account.name}”` : "添加账号",
    content: [
      labelled("账号（姓名）", name),
      roles,
      labelled(account ? "新密码（不改就不写）" : "密码", secret, PASSWORD),
      h("label", { class: "check" }, active, "在用（去掉就停用，做过的记录都在）"),
    ],
    label: "保存",
    run: async () => {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      if (!name.value.trim()) throw new Complaint("请写账号。");
      if (chosen.length === 0) throw new Complaint("请至少选一个角色。");
      const set = { name: name.value.trim(), roles: chosen, active: active.checked };
      await api.setAccount(secret.value ? { ...set, password: secret.value } : set);
    },
  });
  if (isDone) say(`账号“${name.value.trim()}”已保存。`);
  return isDone;
}
