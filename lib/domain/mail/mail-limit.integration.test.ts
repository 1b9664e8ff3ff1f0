import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import type { Database } from "@/lib/platform/db/client";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import { person } from "@/lib/testing/principals";
import { callerFor, openTwoEntities, outcomeOf } from "@/lib/testing/two-entities";
import { assertMailLimit } from "./mail-limit";

process.env.SESSION_SECRET = "a secret of the tests, long enough to be accepted";

let database: Database;
beforeAll(async () => {
  database = await openTwoEntities();
});
afterAll(() => database.close());

const admin = person("entity-admin");
const anotherEntity = (): UserPrincipal => ({ ...admin, entity: { ...admin.entity, id: randomUUID() } });
const write = (sender: UserPrincipal, ...addresses: readonly string[]) =>
  outcomeOf(inScope(callerFor(person("viewer")), "mail.test", (tx) => assertMailLimit(tx, sender, addresses)));
const times = async (count: number, sender: UserPrincipal, address: string) => {
  const outcomes: string[] = [];
  for (let time = 0; time < count; time++) outcomes.push(await write(sender, address));
  return outcomes;
};
const done = (count: number) => Array.from({ length: count }, () => "done");
const mailbox = () => randomUUID();

describe("an entity writes to one mailbox five times within the hour at most", () => {
  test("whatever stands behind a + sign, and in whatever letter case", async () => {
    const name = mailbox();
    for (const address of [`${name}@x.example`, `${name}+1@x.example`, `${name.toUpperCase()}+2@X.example`, `${name}+a+b@x.example`, `${name}@X.EXAMPLE`])
      expect(await write(admin, address)).toBe("done");
    expect(await write(admin, `${name}+6@x.example`)).toBe("TOO_MANY");
    expect(await write(admin, `${mailbox()}+6@x.example`)).toBe("done");
  });

  test("in one go as well", async () => {
    const name = mailbox();
    const addresses = Array.from({ length: 6 }, (_, index) => `${name}+${index}@x.example`);
    expect([await write(admin, ...addresses), await write(admin, ...addresses.slice(1))]).toEqual(["TOO_MANY", "done"]);
  });

  test("and is then told which and when, while another entity's letter still goes out", async () => {
    const address = `${mailbox()}@x.example`;
    await times(5, admin, address);
    await expect(inScope(callerFor(admin), "mail.test", (tx) => assertMailLimit(tx, admin, [`other-${address}`, address]))).rejects.toMatchObject({
      code: "TOO_MANY",
      message: expect.stringMatching(
        new RegExp(`^Your entity has sent letters to ${address} 5 times within an hour, which is the limit\\. Try again in (60|59) minutes, after `),
      ),
    });
    expect(await times(5, anotherEntity(), address)).toEqual(done(5));
  });
});

describe("all entities together write to one mailbox fifteen times within the hour at most, beyond the first letter of each", () => {
  test("and beyond that the first letter of one more entity and those of an operator with Global still go out", async () => {
    const address = `${mailbox()}@x.example`;
    for (let entity = 0; entity < 3; entity++) expect(await times(5, anotherEntity(), address)).toEqual(done(5));
    expect(await times(5, anotherEntity(), address)).toEqual([...done(4), "TOO_MANY"]);
    const late = anotherEntity();
    expect(await times(2, late, address)).toEqual(["done", "TOO_MANY"]);
    const operator = { ...person("operator", { globalAppRole: true }), entity: anotherEntity().entity };
    expect(await times(6, operator, address)).toEqual([...done(5), "TOO_MANY"]);
  });

  test("also when an entity sends several in one go, of which the first one does not count", async () => {
    const name = mailbox();
    const five = Array.from({ length: 5 }, (_, index) => `${name}+${index}@x.example`);
    for (let entity = 0; entity < 3; entity++) expect(await write(anotherEntity(), ...five)).toBe("done");
    const last = anotherEntity();
    expect([await write(last, ...five), await write(last, ...five.slice(1)), await write(last, `${name}@x.example`)]).toEqual(["TOO_MANY", "done", "TOO_MANY"]);
  });
});
