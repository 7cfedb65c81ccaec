// Findings as marks in one field's editor: they move with the text, and one whose text was changed by hand is let go
// until the next check. Positions come in as bytes of the text that was checked.

import { StateEffect, StateField, type ChangeDesc, type EditorState } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Finding, Severity } from "./types";
import { SEVERITY } from "./words";

interface Range {
  from: number;
  to: number;
}

/** A finding in the text, in UTF-16 units. */
export interface Mark {
  key: string;
  severity: Severity;
  message: string;
  ranges: Range[];
  edits: (Range & { insert: string })[];
}

interface Marks {
  list: readonly Mark[];
  current: string | null;
  /** Keys of marks that are not drawn: somebody settled them. */
  hidden: ReadonlySet<string>;
  shown: DecorationSet;
}

export const setMarks = StateEffect.define<readonly Mark[]>();
export const setCurrent = StateEffect.define<string | null>();
export const setHidden = StateEffect.define<ReadonlySet<string>>();

export const marks = StateField.define<Marks>({
  create: () => ({ list: [], current: null, hidden: new Set<string>(), shown: Decoration.none }),
  update(before, transaction) {
    let { list, current, hidden } = before;
    if (transaction.docChanged) list = list.map((mark) => moved(mark, transaction.changes)).filter((mark) => mark !== null);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) list = effect.value;
      if (effect.is(setCurrent)) current = effect.value;
      if (effect.is(setHidden)) hidden = effect.value;
    }
    if (list === before.list && current === before.current && hidden === before.hidden) return before;
    const drawn = list.filter((mark) => !hidden.has(mark.key));
    return { list, current, hidden, shown: shown(drawn, current) };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.shown),
});

/** The marks of a field's text, found in bytes of its UTF-8. */
export function located(text: string, findings: readonly Finding[]): Mark[] {
  const unit = units(text);
  const placed = findings.filter((finding) => finding.pieces.length > 0);
  return placed.map((finding) => ({
    key: finding.fingerprint,
    severity: finding.severity,
    message: finding.message,
    ranges: finding.pieces.map(([start, end]) => ({ from: unit(start), to: unit(end) })),
    edits: (finding.fix?.edits ?? []).map(({ start, end, text: insert }) => ({ from: unit(start), to: unit(end), insert })),
  }));
}

/** First and last unit of a mark. */
export function extent(mark: Mark): Range {
  const from = Math.min(...mark.ranges.map((range) => range.from));
  return { from, to: Math.max(...mark.ranges.map((range) => range.to)) };
}

export function markAt(state: EditorState, position: number): Mark | undefined {
  const inside = (range: Range) => range.from <= position && position <= range.to;
  const { list, hidden } = state.field(marks);
  return list.find((mark) => !hidden.has(mark.key) && mark.ranges.some(inside));
}

/** From bytes of UTF-8 to UTF-16 units. */
function units(text: string): (byte: number) => number {
  const bytes = new Uint32Array(text.length + 1);
  for (let at = 0, sum = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    // Each half of a pair counts two of its four bytes.
    sum += code < 0x80 ? 1 : code < 0x800 || isHalf ? 2 : 3;
    bytes[at + 1] = sum;
  }
  return (byte) => {
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bytes[middle] ?? 0) < byte) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function moved(mark: Mark, changes: ChangeDesc): Mark | null {
  const { from, to } = extent(mark);
  const touched = changes.touchesRange(from, to) === "cover" || mark.ranges.some((range) => isTouched(range, changes));
  if (touched || mark.edits.some((edit) => isTouched(edit, changes))) return null;
  const move = <T extends Range>(range: T): T => ({
    ...range,
    from: changes.mapPos(range.from, 1),
    to: changes.mapPos(range.to, range.to > range.from ? -1 : 1),
  });
  return { ...mark, ranges: mark.ranges.map(move), edits: mark.edits.map(move) };
}

/** Whether something changed inside a range; what is typed at its edges is not inside. */
function isTouched(range: Range, changes: ChangeDesc): boolean {
  let touched = false;
  changes.iterChangedRanges((from, to) => {
    touched ||= from < range.to && to > range.from;
  });
  return touched;
}

function shown(list: readonly Mark[], current: string | null): DecorationSet {
  const decorations = list.flatMap((mark) => {
    const style = `mark mark-${mark.severity}${mark.key === current ? " mark-current" : ""}`;
    const title = `${SEVERITY[mark.severity].name}：${mark.message}`;
    const decoration = Decoration.mark({ class: style, attributes: { title } });
    return mark.ranges.filter((range) => range.from < range.to).map((range) => decoration.range(range.from, range.to));
  });
  return Decoration.set(decorations, true);
}
