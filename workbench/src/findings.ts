// What was found in the article at hand, and what was decided on it: by the store's reviewers, or on this page only. No
// elements here; they are made in `list`.

import type { Dossier, Finding, Severity, Standing } from "./types";
import { SEVERITIES } from "./words";

export interface Item {
  finding: Finding;
  /** The finding as the store has it on record, with what was decided. */
  record: Standing | null;
  /** Why it was put aside on this page. */
  aside: string | null;
}

export class Findings {
  items: readonly Item[] = [];
  current: string | null = null;
  readonly severities = new Set<Severity>(SEVERITIES);
  /** Shows what is settled, in place of what is open. */
  settled = false;
  /** There was nothing to check. */
  isEmpty = true;
  private isChecked = false;
  private found: readonly Finding[] = [];
  private records: readonly Standing[] = [];
  /** The text is the store's: what is on record of it is shown even where today's rules do not find it. */
  private isStored = false;
  /** Put aside on this page, with the reason. */
  private readonly aside = new Map<string, { finding: Finding; reason: string }>();

  /** Takes in a new result. */
  take(found: readonly Finding[], characters: number): void {
    this.follow(found);
    this.found = found;
    this.isEmpty = characters === 0;
    this.isChecked = true;
    this.join();
  }

  /** Takes in what the store says, and whether its text is the one on the page. */
  record(dossier: Dossier | null, isStored: boolean): void {
    this.records = dossier?.findings ?? [];
    this.isStored = isStored;
    this.join();
  }

  /** Forgets what was put aside: another article. */
  reset(): void {
    this.isEmpty = true;
    this.isChecked = false;
    this.aside.clear();
    this.current = null;
    this.found = [];
    this.records = [];
    this.items = [];
  }

  putAside(finding: Finding, reason: string): void {
    this.aside.set(finding.fingerprint, { finding, reason });
    this.join();
  }

  takeBack(key: string): void {
    this.aside.delete(key);
    this.join();
  }

  /** Takes a finding out that was just put right, until the next result. */
  drop(key: string): void {
    this.found = this.found.filter((finding) => finding.fingerprint !== key);
    this.join();
  }

  item(key: string | null): Item | undefined {
    return this.items.find((item) => item.finding.fingerprint === key);
  }

  /** Those that the list shows. */
  listed(): Item[] {
    return this.items.filter((item) => this.severities.has(item.finding.severity) && isSettled(item) === this.settled);
  }

  /** How many are open, by severity. */
  counts(): { [key in Severity]: number } {
    const counts = { veto: 0, error: 0, warning: 0, info: 0 };
    for (const item of this.items) if (!isSettled(item)) counts[item.finding.severity] += 1;
    return counts;
  }

  /** Fingerprints of what needs no mark any more. */
  hidden(): Set<string> {
    return new Set(this.items.filter(isSettled).map((item) => item.finding.fingerprint));
  }

  /** The finding after (1) or before (-1) the current one, going round. */
  step(by: 1 | -1): Item | undefined {
    const listed = this.listed();
    const at = listed.findIndex((item) => item.finding.fingerprint === this.current);
    if (at < 0) return listed[by === 1 ? 0 : listed.length - 1];
    return listed[(at + by + listed.length) % listed.length];
  }

  /** What was put aside stays so when something beside it changes, and with it the fingerprint. */
  private follow(found: readonly Finding[]): void {
    const before = new Set(this.found.map((finding) => finding.fingerprint));
    const fresh = found.filter((finding) => !before.has(finding.fingerprint));
    for (const [key, { finding, reason }] of [...this.aside]) {
      if (found.some((other) => other.fingerprint === key)) continue;
      const at = fresh.findIndex((other) => other.rule === finding.rule && other.text === finding.text);
      const [moved] = at < 0 ? [] : fresh.splice(at, 1);
      if (!moved) continue;
      this.aside.delete(key);
      this.aside.set(moved.fingerprint, { finding: moved, reason });
    }
  }

  /**
   * Brings what was found together with what is on record: by fingerprint, and where the store's text came from a file
   * whose surroundings read differently here, by rule and words in their order.
   */
  private join(): void {
    const left = new Map(this.records.map((standing) => [standing.fingerprint, standing]));
    const joined = new Map<string, Standing>();
    const take = (finding: Finding, record: Standing | undefined) => {
      if (!record) return;
      joined.set(finding.fingerprint, record);
      left.delete(record.fingerprint);
    };
    for (const finding of this.found) take(finding, left.get(finding.fingerprint));
    for (const finding of this.isStored ? this.found.filter((finding) => !joined.has(finding.fingerprint)) : []) {
      take(finding, [...left.values()].find((record) => record.rule === finding.rule && record.text === finding.text));
    }
    const gone = this.isStored && this.isChecked ? [...left.values()] : [];
    const found = this.found.map((finding) => ({ finding, record: joined.get(finding.fingerprint) ?? null }));
    const all = [...found, ...gone.map((record) => ({ finding: placeless(record), record }))];
    this.items = all.map((item) => ({ ...item, aside: this.aside.get(item.finding.fingerprint)?.reason ?? null }));
  }
}

/** Nothing is left to do about it. */
export function isSettled(item: Item): boolean {
  return item.aside !== null || item.record?.decided?.verdict === "ignore";
}

/** A finding of the store that is not found in the text on the page: shown without a place. */
function placeless(standing: Standing): Finding {
  const suggestions = standing.suggestion ? [standing.suggestion] : [];
  const rest = { why: "这是送审时查出的，页面上的文字里没有再查出。", basis: "", region: "", field: "body" as const };
  return { ...standing, ...rest, suggestions, pieces: [], fix: null };
}
