// What goes over the wire: articles, findings and dossiers as the service writes them.

export type Severity = "veto" | "error" | "warning" | "info";
export type Field = "title" | "body";
export type Verdict = "accept" | "ignore" | "refer";
export type State = "reviewing" | "returned" | "signed" | "published" | "withdrawn";

/** An article as `/api/v1/check` takes it. What we do not show (column, url, review …) is handed back as it came. */
export interface Draft {
  title: string;
  body: string;
  source: string;
  author: string;
  unit: string;
  /** yyyy-mm-dd, or empty. */
  published: string;
  /** Whether it is a repost, as somebody stated it. */
  repost: boolean | null;
  others: { [key: string]: unknown };
}

export interface Edit {
  /** Bytes of the field's text in UTF-8. */
  start: number;
  end: number;
  text: string;
}

export interface Finding {
  /** In which text of the article it is; bytes are those of that text. */
  field: Field;
  rule: string;
  severity: Severity;
  message: string;
  why: string;
  basis: string;
  text: string;
  suggestions: string[];
  region: string;
  paragraph: number;
  /** Bytes of the field's text in UTF-8; empty for a finding on the whole article. */
  pieces: [number, number][];
  before: string;
  after: string;
  fix: { applicability: "safe" | "unsafe" | "manual"; edits: Edit[] } | null;
  fingerprint: string;
}

export interface Rule {
  id: string;
  title: string;
  severity: Severity;
  page: string;
}

export interface User {
  name: string;
  roles: string[];
  may: string[];
}

export interface Session {
  user: User | null;
  store: boolean;
  setup: boolean;
  /** Whether it takes a token, which was not given. */
  token: boolean;
  stages: string[];
  people: string[];
}

export interface Decision {
  by: string;
  at: string;
  verdict: Verdict;
  reason?: string;
  to?: string;
}

/** A finding as the store keeps it. */
export interface Standing {
  fingerprint: string;
  rule: string;
  severity: Severity;
  message: string;
  text: string;
  before: string;
  after: string;
  suggestion: string;
  paragraph: number;
  decided: Decision | null;
}

export interface Pass {
  stage: string;
  by: string;
  at: string;
  note: string;
}

export interface Dossier {
  id: string;
  state: State;
  revision: number;
  waiting: string[];
  submitted_by: string;
  submitted_at: string;
  version: number;
  title: string;
  authors: string[];
  repost: boolean;
  stages: { name: string }[];
  proofs: { name: string }[];
  passes: Pass[];
  findings: Standing[];
  signature: { by: string; at: string } | null;
  publication: { by: string; at: string; address: string } | null;
}

/** Something that the user may do with an article now. */
export interface Permission {
  action: Verdict | "submit" | "pass" | "return" | "sign" | "publish" | "withdraw" | "recheck";
  /** Of `pass`. */
  stage?: string;
}

/** An article of the store as it stands. */
export interface Stored {
  dossier: Dossier;
  draft: Draft;
  obstacles: string[];
  may: Permission[];
}

export interface Listed {
  id: string;
  title: string;
  unit: string;
  state: State;
  version: number;
  waiting: string[];
  updated: string;
}

export interface Account {
  name: string;
  roles: string[];
  active: boolean;
  has_password: boolean;
}

export interface Entry {
  seq: number;
  at: string;
  by: string;
  label: string;
  reason: string;
}
