// Makes the page that the program carries: `node build.mjs FOLDER` writes it, `node build.mjs --check FOLDER` compares it with
// what the sources give, to the byte.

import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));
const AS_IS = ["index.html", "icon.svg"];
const FILES = [...AS_IS, "workbench.js", "workbench.css"];

/** The licences of what is bundled: each asks that its text goes along. */
async function licences(inputs) {
  const folders = new Set(inputs.map((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = new Map();
  for (const folder of [...folders].sort()) {
    const text = (await readFile(join(ROOT, folder, "LICENSE"), "utf8")).trim();
    texts.set(text, [...(texts.get(text) ?? []), folder.replace("node_modules/", "")]);
  }
  const parts = [...texts].map(([text, names]) => `${names.join(", ")}:\n\n${text}`);
  return `/*! This file contains the following libraries.\n\n${parts.join("\n\n----\n\n")}\n*/\n`;
}

async function write(folder) {
  await mkdir(folder, { recursive: true });
  const common = { absWorkingDir: ROOT, bundle: true, minify: true, charset: "utf8", write: false, metafile: true, logLevel: "warning" };
  const script = await build({ ...common, entryPoints: ["src/main.ts"], format: "iife", target: "es2022" });
  const style = await build({ ...common, entryPoints: ["src/workbench.css"], target: ["chrome111", "firefox115", "safari16.4"] });
  const notice = await licences(Object.keys(script.metafile.inputs));
  await writeFile(join(folder, "workbench.js"), notice + script.outputFiles[0].text);
  await writeFile(join(folder, "workbench.css"), style.outputFiles[0].text);
  for (const name of AS_IS) await writeFile(join(folder, name), await readFile(join(ROOT, "src", name)));
}

async function differing(folder) {
  const fresh = await mkdtemp(join(tmpdir(), "workbench-"));
  try {
    await write(fresh);
    const bytes = (path) => (existsSync(path) ? readFile(path) : Buffer.alloc(0));
    const same = await Promise.all(FILES.map(async (name) => (await bytes(join(folder, name))).equals(await bytes(join(fresh, name)))));
    return FILES.filter((_, at) => !same[at]);
  } finally {
    await rm(fresh, { recursive: true });
  }
}

const isCheck = process.argv[2] === "--check";
const folder = join(ROOT, process.argv[isCheck ? 3 : 2]);
if (isCheck) {
  const stale = await differing(folder);
  if (stale.length > 0) {
    console.error(`not what the sources give: ${stale.join(", ")}; run \`npm run build\` and commit`);
    process.exit(1);
  }
} else {
  await write(folder);
}
