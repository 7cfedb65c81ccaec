// The words for what the service names in English, and times as people read them.

import type { Severity, State, Verdict } from "./types";

export const SEVERITIES: readonly Severity[] = ["veto", "error", "warning", "info"];

/** Name and sign of each severity: the sign tells them apart without colour. */
export const SEVERITY: { readonly [key in Severity]: { name: string; sign: string } } = {
  veto: { name: "严重", sign: "■" },
  error: { name: "错误", sign: "▲" },
  warning: { name: "警告", sign: "◆" },
  info: { name: "提示", sign: "●" },
};

export const STATE: { readonly [key in State]: string } = {
  reviewing: "在审",
  returned: "已退回",
  signed: "已签发",
  published: "已发布",
  withdrawn: "已撤回",
};

export const VERDICT: { readonly [key in Verdict]: string } = { accept: "采纳", ignore: "忽略", refer: "转办" };

/** A message of the service without the numbers of findings, which the command line needs and nobody here. */
export const unnumbered = (message: string): string => message.replace(/（[0-9a-f]{16}）/g, "");

/** A UTC time of the store as the clock on the wall shows it. */
export function clock(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
