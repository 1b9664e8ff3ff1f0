import nextEnv from "@next/env";
import { EnvironmentError, env } from "@/lib/platform/env";
import { command } from "./run";

/**
 * The only reader of settings files. It uses Next's own, which reads them again in the portal's process, so both agree on files,
 * order and `$` expansion. The process environment wins over every file.
 */
function readSettingsFiles(dev: boolean): readonly string[] {
  const fail = (...said: unknown[]) => {
    throw new EnvironmentError(`${said.map((one) => (one instanceof Error ? one.message : String(one))).join(": ")}. Let this user read it, or remove it.`);
  };
  const { loadedEnvFiles } = nextEnv.loadEnvConfig(process.cwd(), dev, { info: () => {}, error: fail });
  return loadedEnvFiles.map(({ path }) => path);
}

/** Runs a command's main function with the settings files loaded, and passes it a description of them. */
export const commandWithSettings = (main: (settings: string) => Promise<void>, { dev = false } = {}): Promise<void> =>
  command(() => {
    const files = readSettingsFiles(dev);
    return main(describeSettings(files));
  });

function describeSettings(files: readonly string[]): string {
  const { entra, DATABASE_URL, DATA_DIR } = env();
  const database = DATABASE_URL ? `PostgreSQL at ${placeOf(DATABASE_URL)}` : `embedded database in ${DATA_DIR}`;
  return `${entra ? "Entra ID" : "local directory"}, ${database} (${files.length > 0 ? `the environment and ${files.join(", ")}` : "the environment; no .env file"})`;
}

function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${searchParams.get("host") || host || "localhost"}${pathname}`;
}
