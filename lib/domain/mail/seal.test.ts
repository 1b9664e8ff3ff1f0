import { expect, test, vi } from "vitest";

const OLD = "the-secret-that-was-in-use-until-today";
const NEW = "the-secret-that-is-in-use-from-today-on";

/** The module as a process with these secrets has it. */
async function withSecrets(secrets: string) {
  process.env.SESSION_SECRET = secrets;
  vi.resetModules();
  return import("./seal");
}

test("what was sealed before the secret was replaced opens while the old secret is still named, and not after", async () => {
  const sealed = await (await withSecrets(OLD)).seal({ link: "#token" });
  expect(await (await withSecrets(`${NEW}, ${OLD}`)).unseal(sealed)).toEqual({ link: "#token" });
  await expect((await withSecrets(NEW)).unseal(sealed)).rejects.toThrow();
});

test("what is sealed now takes the newest secret alone", async () => {
  const sealed = await (await withSecrets(`${NEW} ${OLD}`)).seal({ link: "#token" });
  expect(await (await withSecrets(NEW)).unseal(sealed)).toEqual({ link: "#token" });
  await expect((await withSecrets(OLD)).unseal(sealed)).rejects.toThrow();
});
