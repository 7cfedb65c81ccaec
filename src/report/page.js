"use strict";
// What all pages begin with: elements, figures, and a finding as it is shown.
const severities = [["veto", "严重"], ["error", "错误"], ["warning", "警告"], ["info", "提示"]];
const label = new Map(severities);
const STEP = 100;
const data = (id) => JSON.parse(document.getElementById(id).textContent);
const number = (value) => Number(value).toLocaleString("zh-CN");

// Elements are made from texts, never from markup: what stands in an article is shown and not run.
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
const card = (name, value, kind) => element("div", { class: "card" }, element("b", { class: kind }, value), element("span", {}, name));
const choice = (name, options, change) => element("label", {}, `${name} `, element("select", { onchange: (event) => change(event.target.value) },
  element("option", { value: "" }, "全部"), ...options.map(([value, text]) => element("option", { value }, text))));
const search = (name, change) => element("label", {}, `${name} `, element("input", { type: "search", oninput: (event) => change(event.target.value.trim()) }));
// Only links that lead to the web are links.
const link = (url, text) => (/^https?:\/\//.test(url) ? element("a", { href: url, rel: "noreferrer", target: "_blank" }, text || url) : text);
// s: severity, m: message, b, x, a: what stands before, the flagged text, what stands after, g: suggestion.
const finding = (row, ...more) => element("article", { class: `finding s-${row.s}` },
  element("p", {}, element("span", { class: row.s }, `【${label.get(row.s)}】`), row.m),
  element("p", { class: "context" }, row.b, element("mark", {}, row.x), row.a),
  row.g ? element("p", {}, `建议：${row.g}`) : null, ...more);
