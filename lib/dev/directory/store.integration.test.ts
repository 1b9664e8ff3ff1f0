import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inviteUnlessKnown, removeGuest } from "@/lib/adapters/entra/graph-guests";
import { setGlobal, setRoleGroup } from "@/lib/adapters/entra/graph-writes";
import { LOCAL_ROLE_GROUPS, localClientSecret } from "@/lib/adapters/entra/local-tenant";
import { DirectoryStore } from "./store";
import { SignIn } from "./test-client";
import { someone, startTestDirectory, type TestDirectory } from "./test-directory";

const secret = localClientSecret("a secret of the tests, long enough to be accepted");
const tom = someone("Tom Trader", ["trader"]);
const groupOf = (role: string) => [...LOCAL_ROLE_GROUPS].find(([, carried]) => carried === role)?.[0];
const soon = () => AbortSignal.timeout(20_000);

let directory: TestDirectory;
beforeAll(async () => {
  directory = await startTestDirectory([tom]);
});
afterAll(() => directory.stop());

describe("what the portal writes", () => {
  test("appears in the next token: only the new role's group, and Global", async () => {
    await setRoleGroup(tom.oid, "operator", soon());
    await setGlobal(tom.oid, true, soon());
    expect(await new SignIn(directory, secret).claimsOf(tom)).toMatchObject({ groups: [groupOf("operator")], roles: ["Global"] });
    await setGlobal(tom.oid, false, soon());
    expect((await new SignIn(directory, secret).claimsOf(tom)).roles).toBeUndefined();
  });

  test("creates one guest per address, who is on the sign-in page and can sign in", async () => {
    const made = await inviteUnlessKnown("new.person@kauri.example", "New Person", soon());
    const oid = made.kind === "made" ? made.oid : "";
    expect(await inviteUnlessKnown("New.Person@kauri.example", "Somebody Else", soon())).toEqual({ kind: "known", oids: [oid] });
    await setRoleGroup(oid, "viewer", soon());
    const guest = directory.people().find((person) => person.oid === oid);
    expect((await new SignIn(directory, secret).begin()).text).toContain("New Person");
    expect(guest && (await new SignIn(directory, secret).claimsOf(guest))).toMatchObject({
      oid,
      preferred_username: "new.person@kauri.example",
      groups: [groupOf("viewer")],
    });
  });

  test("removes an unused guest, but not a guest who has signed in or an account that existed before", async () => {
    const made = async (address: string) => {
      const outcome = await inviteUnlessKnown(address, "", soon());
      return outcome.kind === "made" ? outcome.oid : "";
    };
    const [unused, used] = [await made("unused@kauri.example"), await made("used@kauri.example")];
    const person = directory.people().find(({ oid }) => oid === used);
    if (person) await new SignIn(directory, secret).claimsOf(person);
    for (const oid of [unused, used, tom.oid]) expect(await removeGuest(oid, soon())).toEqual({ kind: "removed", oid });
    expect([unused, used, tom.oid].map((oid) => directory.standingOf(oid) !== null)).toEqual([false, true, true]);
    expect(await removeGuest(unused, soon())).toEqual({ kind: "removed", oid: unused });
  });
});

describe("the fault injection endpoint", () => {
  const tell = (body: unknown, token: string) =>
    fetch(`https://localhost:${directory.tlsPort}/control/faults`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const fault = { kind: "error", done: false };
  afterEach(() => directory.misbehave(() => undefined));

  test("injects a fault the requested number of times for a caller with the client secret", async () => {
    expect((await tell({ fault, times: 1 }, secret)).status).toBe(204);
    await expect(inviteUnlessKnown("tom.trader@kauri.example", "", soon())).rejects.toThrow("told to fail");
    expect(await inviteUnlessKnown("tom.trader@kauri.example", "", soon())).toEqual({ kind: "known", oids: [tom.oid] });
  });

  test("refuses other callers and unknown faults", async () => {
    for (const token of ["", "wrong", `${secret}x`]) expect((await tell({ fault, times: 1 }, token)).status).toBe(401);
    for (const body of [{ fault: { kind: "explode" }, times: 1 }, { fault }, { fault, times: -1 }]) expect((await tell(body, secret)).status).toBe(400);
    expect(await inviteUnlessKnown("tom.trader@kauri.example", "", soon())).toEqual({ kind: "known", oids: [tom.oid] });
  });
});

describe("the folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "local-directory.json");

  test("keeps saved people and adds new ones from the starting list", () => {
    const first = DirectoryStore.open(folder, [tom]);
    const guest = first.invite("guest@kauri.example", "Guest");
    first.addToGroup(guest, groupOf("viewer") ?? "");
    const ann = someone("Ann New", ["viewer"]);
    const again = DirectoryStore.open(folder, [tom, ann]);
    expect(again.people().map(({ displayName }) => displayName)).toEqual(["Tom Trader", "Ann New", "Guest"]);
    expect(again.find(guest.oid)).toMatchObject({ groups: [groupOf("viewer")], about: "Viewer · Guests" });
  });

  test("with a half-written new file keeps the previous state, and an unreadable file is reported", () => {
    const whole = readFileSync(file, "utf8");
    writeFileSync(`${file}.next`, whole.slice(0, 40));
    expect(DirectoryStore.open(folder, []).people()).toHaveLength(2);
    writeFileSync(file, whole.slice(0, 40));
    expect(() => DirectoryStore.open(folder, [])).toThrow(/cannot be read. Delete it/);
  });
});
