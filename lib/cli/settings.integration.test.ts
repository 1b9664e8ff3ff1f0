import { expect, test } from "vitest";
import { launch, projectWith } from "@/lib/testing/starter";

/** Settings of a production portal whose database does not answer, so no command can change anything. */
const SETTINGS = {
  ENTRA_TENANT_ID: "11111111-2222-4333-8444-555555555555",
  ENTRA_CLIENT_ID: "11111111-2222-4333-8444-555555555556",
  ENTRA_CLIENT_SECRET: "invented",
  ENTRA_ROLE_GROUPS: "operator=11111111-2222-4333-8444-555555555557",
  SESSION_SECRET: "an-invented-secret-of-this-file-alone",
  APP_URL: "https://portal.example",
  DATABASE_URL: "postgresql://app:secret@127.0.0.1:1/rolebook",
};

test.each([
  ["start", []],
  ["bootstrap", ["--email", "first@portal.example"]],
  ["db:migrate", []],
  ["db:seed", ["--users", "1"]],
] as const)("npm run %s obeys the settings of a file as the portal does", async (script, args) => {
  const project = projectWith({
    ".env": Object.entries(SETTINGS)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(""),
  });
  const command = launch({ env: {}, cwd: project.folder, script, args });
  expect(await command.ended).toEqual([1, null]);
  project.remove();
  expect(command.complained()).toMatch(/^DATABASE_URL cannot be used: no PostgreSQL answers at 127\.0\.0\.1:1 [^\n]+\.\n$/);
  expect(command.said()).toContain("Entra ID, PostgreSQL at 127.0.0.1:1/rolebook (the environment and .env)");
  // Production settings never start a demo portal.
  expect(command.said()).not.toContain("Sign in as");
});
