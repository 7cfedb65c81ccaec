// Finds the program that is the server. Knows nothing of the editor.

import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** What there is to look for the program with. */
export interface Surroundings {
  /** The setting `shenjiao.path`; empty: not set. */
  readonly setting: string;
  /** Where relative paths begin. */
  readonly folder: string | undefined;
  /** The variable PATH. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
}

/** The program was not found; the message is for the user. */
export class NotFound extends Error {}

/** The path of the program; throws {@link NotFound}. */
export function findServer(surroundings: Surroundings): string {
  const { setting, folder, searchPath, platform } = surroundings;
  if (setting.trim() !== "") {
    const given = setting.trim().replace(/^~(?=[\\/]|$)/, homedir());
    const path = isAbsolute(given) ? given : resolve(folder ?? ".", given);
    if (isProgram(path)) {
      return path;
    }
    throw new NotFound(`设置 shenjiao.path 指的“${path}”不是能运行的程序，请改正。`);
  }
  const names = platform === "win32" ? ["shenjiao.exe"] : ["shenjiao"];
  const folders = searchPath.split(delimiter).filter((entry) => isAbsolute(entry));
  const found = folders.flatMap((entry) => names.map((name) => join(entry, name))).find(isProgram);
  if (found === undefined) {
    throw new NotFound("没有找到 shenjiao 程序。请把它放进 PATH 里的文件夹，或者在设置 shenjiao.path 里写明它在哪里。");
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
