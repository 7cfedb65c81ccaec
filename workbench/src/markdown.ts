// The pages of rules as elements: headings, lists, paragraphs, code and quotations, which is all they use. Anything else
// stays the text it is.

import { h } from "./dom";

export function markdown(page: string): HTMLElement[] {
  const blocks = page.trim().split(/\n{2,}/);
  return blocks.flatMap(block);
}

function block(text: string): HTMLElement[] {
  const heading = /^#{1,6} +(.*)$/.exec(text.split("\n")[0] ?? "");
  if (heading) {
    const rest = text.split("\n").slice(1).join("\n").trim();
    return [h("h3", {}, ...inline(heading[1] ?? "")), ...(rest ? block(rest) : [])];
  }
  if (/^```/.test(text)) return [h("pre", {}, text.replace(/^```.*\n?|```$/gm, ""))];
  if (/^[-*] /.test(text)) {
    const items = text.split(/^[-*] /m).slice(1);
    return [h("ul", {}, ...items.map((item) => h("li", {}, ...inline(item.trim()))))];
  }
  if (/^> ?/.test(text)) return [h("blockquote", {}, ...inline(text.replace(/^> ?/gm, "")))];
  if (/^\|/.test(text)) return [table(text.split("\n"))];
  return [h("p", {}, ...inline(text))];
}

function table(lines: string[]): HTMLElement {
  const rows = lines.filter((line) => !/^\|[\s|:-]+$/.test(line)).map((line) => line.replace(/^\||\|$/g, "").split("|"));
  const row = (cells: string[], tag: "th" | "td") => h("tr", {}, ...cells.map((cell) => h(tag, {}, ...inline(cell.trim()))));
  return h("table", {}, ...rows.map((cells, at) => row(cells, at === 0 ? "th" : "td")));
}

/** Code and strong text. */
function inline(text: string): (Node | string)[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return h("b", {}, part.slice(2, -2));
    return part;
  });
}
