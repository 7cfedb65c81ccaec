// The calls to the service. Every address is relative, so nothing can go anywhere else.

import type {
  Account, Dossier, Draft, Entry, Finding, Listed, Permission, Rule, Session, Stored, User, Verdict,
} from "./types";

/** Why the service did not do it, in words for the user. */
export class Refusal extends Error {
  constructor(
    /** 0: it cannot be reached. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** More bytes than a title can have. */
const LONGEST = 2 ** 32;

/** Where the token is kept: as long as the tab is open. */
const TOKEN = "token";

type Wire = { [key: string]: unknown };

/** What is done when the service wants to know who is there: asks for the password, and tells whether to try again. */
let logIn: () => Promise<boolean> = async () => false;

export function whenLoggedOut(ask: () => Promise<boolean>): void {
  logIn = ask;
}

async function send(method: string, path: string, body: BodyInit | null, signal?: AbortSignal): Promise<Response> {
  const headers: { [name: string]: string } = { accept: "application/json" };
  if (typeof body === "string") headers["content-type"] = "application/json";
  const token = window.sessionStorage.getItem(TOKEN);
  if (token) headers["authorization"] = `Bearer ${token}`;
  try {
    return await fetch(`api/v1/${path}`, { method, headers, body, cache: "no-store", signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(0, "连不上审校服务，这一步没有做成。请看看程序是否还在运行、网络是否通，再试一次；页面上的文字还在。");
  }
}

async function refusal(response: Response): Promise<Refusal> {
  const said = (await response.json().catch(() => ({}))) as { error?: string };
  return new Refusal(response.status, said.error ?? `服务没有做成（状态 ${response.status}），请再试一次。`);
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const bytes = body === undefined || body instanceof Blob ? (body ?? null) : JSON.stringify(body);
  let response = await send(method, path, bytes);
  if (response.status === 401 && path !== "session" && (await logIn())) response = await send(method, path, bytes);
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A record of the service as the fields of the page. */
export function draft(record: Wire): Draft {
  const { title, body, source, author, unit, published, repost, format: _, ...others } = record;
  return {
    title: text(title).trim(),
    body: text(body).replace(/\r\n?/g, "\n"),
    source: text(source),
    author: text(author),
    unit: text(unit),
    published: text(published).slice(0, 10),
    repost: typeof repost === "boolean" ? repost : null,
    others,
  };
}

function record(from: Draft): Wire {
  const { others, ...fields } = from;
  const given = Object.entries(fields).filter(([name, value]) => name === "body" || (value !== "" && value !== null));
  return { ...others, ...Object.fromEntries(given), format: "text" };
}

/** Checks an article. Done while somebody types, so it never asks who is there. */
export async function check(from: Draft, signal: AbortSignal): Promise<{ findings: Finding[]; characters: number }> {
  const response = await send("POST", "check", JSON.stringify(record(from)), signal);
  if (!response.ok) throw await refusal(response);
  const { findings, characters } = (await response.json()) as { findings: Finding[]; characters: number };
  return { findings: findings.sort((one, other) => place(one) - place(other)), characters };
}

/** The order of the text: the title, then the body, each with what is about the whole of it first. */
function place({ field, pieces }: Finding): number {
  return (field === "title" ? 0 : LONGEST) + (pieces[0]?.[0] ?? -1);
}


/** The articles of a file, and what of it could not be read. */
export async function extract(name: string, bytes: Blob): Promise<{ drafts: Draft[]; faults: string[] }> {
  type Answer = { articles: Wire[]; faults: string[] };
  const { articles, faults } = await call<Answer>("POST", `extract?name=${encodeURIComponent(name)}`, bytes);
  return { drafts: articles.map(draft), faults };
}

export const rule = (id: string): Promise<Rule> => call("GET", `rules/${id}`);
export const allow = (word: string, reason: string): Promise<void> => call("POST", "allow", { word, reason });

const NOBODY: Session = { user: null, store: false, setup: false, token: false, stages: [], people: [] };

export const session = async (): Promise<Session> => ({ ...NOBODY, ...(await call<Session>("GET", "session")) });
/** Sends a token with all that is asked from now on; tells whether it is one. */
export async function giveToken(token: string): Promise<boolean> {
  window.sessionStorage.setItem(TOKEN, token);
  const isKnown = !(await session()).token;
  if (!isKnown) window.sessionStorage.removeItem(TOKEN);
  return isKnown;
}
export const enter = (name: string, password: string): Promise<{ user: User }> =>
  call("POST", "session", { name, password });
export const leave = (): Promise<void> => call("DELETE", "session");
export const setUp = (token: string, name: string, password: string): Promise<{ user: User }> =>
  call("POST", "setup", { token, name, password });
export const changePassword = (old: string, password: string): Promise<void> =>
  call("POST", "password", { old, password });

export interface Receipt {
  seq: number;
  article: string | null;
}

const at = (id: string): string => `articles/${encodeURIComponent(id)}`;

/** A stretch of the articles that the filter lets pass, and how many these are. */
export function articles(
  filter: { [name: string]: string },
  offset: number,
  limit: number,
): Promise<{ articles: Listed[]; total: number }> {
  const given = Object.entries({ ...filter, offset: String(offset), limit: String(limit) }).filter(([, value]) => value !== "");
  return call("GET", `articles?${new URLSearchParams(given)}`);
}

export async function article(id: string): Promise<Stored> {
  type Answer = { dossier: Dossier; record: Wire; obstacles: string[]; may: Permission[] };
  const { dossier, record, obstacles, may } = await call<Answer>("GET", at(id));
  return { dossier, obstacles, may, draft: draft(record) };
}

export async function version(id: string, number: number): Promise<Draft> {
  return draft((await call<{ record: Wire }>("GET", `${at(id)}/versions/${number}`)).record);
}

export const submit = (from: Draft): Promise<Receipt> => call("POST", "articles", record(from));
export const submitNext = (id: string, base: number, from: Draft): Promise<Receipt> =>
  call("POST", `${at(id)}/versions`, { base, record: record(from) });

export interface DecisionRequest {
  base: number;
  fingerprint: string;
  verdict: Verdict;
  reason?: string;
  to?: string;
}

export const decide = (id: string, decision: DecisionRequest): Promise<Receipt> =>
  call("POST", `${at(id)}/decisions`, decision);

export interface Step {
  base: number;
  action: Permission["action"];
  stage?: string;
  note?: string;
  reason?: string;
  address?: string;
  draft?: Draft;
}

export function step(id: string, { draft: from, ...rest }: Step): Promise<Receipt> {
  return call("POST", `${at(id)}/steps`, from ? { ...rest, record: record(from) } : rest);
}

export const journal = async (id: string): Promise<Entry[]> =>
  (await call<{ entries: Entry[] }>("GET", `${at(id)}/journal`)).entries;

/** Where the publication slip is downloaded. */
export const slip = (id: string, form: "docx" | "html"): string => `api/v1/${at(id)}/slip.${form}`;

/** All accounts, and the roles that there are. */
export const accounts = (): Promise<{ accounts: Account[]; roles: string[] }> => call("GET", "accounts");
export const setAccount = (account: { name: string; roles: string[]; active: boolean; password?: string }): Promise<Receipt> =>
  call("POST", "accounts", account);
