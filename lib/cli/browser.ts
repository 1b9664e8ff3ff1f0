import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { CannotGoOn, run, script } from "./run";

/** Finds the browser for the browser tests: an installed one, or one that can be installed. */

/** Prefers the headless build: the same engine, and tests take two thirds of the time. */
const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const APPLICATIONS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder ? [`${folder}\\Google\\Chrome\\Application\\chrome.exe`, `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`] : [],
  ),
};

/** The path of a Chromium that starts. CHROMIUM_PATH names the only candidate. Throws `CannotGoOn` when none can be found or installed. */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return named;
    throw new CannotGoOn(`CHROMIUM_PATH names ${named}, which is no browser that starts: correct it, or unset it.`);
  }
  const found = (await firstThatStarts(installed())) ?? (await download()) ?? (await installPackage());
  if (found) return found;
  throw new CannotGoOn(
    "There is no Chromium here and none could be downloaded: install Chromium or Chrome (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.",
  );
}

function installed(): string[] {
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(path.delimiter).filter(Boolean)];
  const commands = process.platform === "win32" ? [] : NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...new Set([...commands, ...(APPLICATIONS[process.platform] ?? []), chromium.executablePath()])];
}

async function firstThatStarts(places: readonly string[]): Promise<string | undefined> {
  for (const place of places) if (await starts(place)) return place;
  return undefined;
}

/** Checks that it starts: the file may be a wrapper for a missing package, or a browser without its libraries. */
function starts(file: string): Promise<boolean> {
  if (!existsSync(file)) return Promise.resolve(false);
  // On Windows, --version opens a window.
  if (process.platform === "win32") return Promise.resolve(true);
  return new Promise((resolve) => execFile(file, ["--version"], { timeout: 30_000 }, (error) => resolve(error === null)));
}

async function download(): Promise<string | undefined> {
  await run(script("@playwright/test/cli"), ["install", "--no-shell", "chromium"]);
  return firstThatStarts([chromium.executablePath()]);
}

/** Installs Debian's package, if this process may. */
async function installPackage(): Promise<string | undefined> {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return undefined;
  const apt = (...args: string[]) =>
    new Promise<void>((resolve) => execFile("/usr/bin/apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }, () => resolve()));
  await apt("update");
  for (const name of ["chromium-headless-shell", "chromium"]) {
    await apt("install", "--yes", "--no-install-recommends", name);
    const found = await firstThatStarts(installed());
    if (found) return found;
  }
  return undefined;
}
