import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ScopedTx, SystemTx } from "@/lib/platform/db/scoped-tx";
import type { Prisma, PrismaClient } from "@/lib/platform/db/types";
import type { authorize } from "@/lib/platform/unit-of-work/authorize";
import { type Access, EVERY_ENTITY } from "./decide";
import type { Grant } from "./grant";
import type { UserPrincipal } from "./principal";

/** A typical command. */
type ChangeRole = (tx: ScopedTx, grant: Grant<"Users.Promote">) => void;

type World = {
  readonly tx: ScopedTx;
  readonly system: SystemTx;
  readonly client: PrismaClient;
  readonly transaction: Prisma.TransactionClient;
  readonly principal: UserPrincipal;
  readonly grant: Grant<"Users.Promote">;
  readonly other: Grant<"Users.View">;
  readonly wide: Grant<Access>;
  readonly either: Grant<"Users.Promote" | "Users.View">;
};

/**
 * Never called: the compiler is the judge. A line below `@ts-expect-error` that compiled would itself be an error of the type check.
 */
function attempts(changeRole: ChangeRole, authorizeIn: typeof authorize, world: World): void {
  const { tx, system, client, transaction, principal, grant, other, wide, either } = world;

  changeRole(tx, grant);
  changeRole(tx, authorizeIn(tx, "Users.Promote", EVERY_ENTITY));

  // @ts-expect-error a forged grant
  changeRole(tx, { access: "Users.Promote", target: EVERY_ENTITY, principal });
  // @ts-expect-error a grant of another permission
  changeRole(tx, other);
  // @ts-expect-error another permission, freshly granted
  changeRole(tx, authorizeIn(tx, "Users.View", EVERY_ENTITY));
  // @ts-expect-error a grant of some permission, nobody knows which
  changeRole(tx, wide);
  // @ts-expect-error a grant of this permission or of another
  changeRole(tx, either);
  // @ts-expect-error a grant of another permission, relabelled
  changeRole(tx, { ...other, access: "Users.Promote" });
  // @ts-expect-error no grant
  changeRole(tx);
  // @ts-expect-error no grant after all
  changeRole(tx, undefined);

  // @ts-expect-error a plain Prisma client in place of the scoped transaction
  changeRole(client, grant);
  // @ts-expect-error a transaction that nobody scoped
  changeRole(transaction, grant);
  // @ts-expect-error the transaction of sign-in, which no principal confines
  changeRole(system, grant);
  // @ts-expect-error deciding outside a scoped transaction
  authorizeIn(client, "Users.Promote", EVERY_ENTITY);
  // @ts-expect-error a permission that is not in the catalogue
  authorizeIn(tx, "Users.Rename", EVERY_ENTITY);
  // @ts-expect-error no target
  authorizeIn(tx, "Users.Promote");
}

test("a command cannot be called without a scoped transaction and a grant of its own permission", () => {
  expect(attempts).toBeTypeOf("function");
});

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("only authorize.ts mints grants and only scope.ts mints scoped transactions", () => {
  const minting = /\bas (?:Grant<|ScopedTx\b|SystemTx\b)/;
  // The rival of `npm run bench:http`, a page without protection, is built separately and is no part of the portal.
  const minters = ["app", "components", "lib", "e2e"]
    .flatMap(sourcesBelow)
    .filter((file) => !file.startsWith("e2e/bench/bare/"))
    .filter((file) => minting.test(readFileSync(path.join(root, file), "utf8")));
  expect(minters.sort()).toEqual(["lib/platform/unit-of-work/authorize.ts", "lib/platform/unit-of-work/scope.ts"]);
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("generated"))
    .map((name) => path.posix.join(folder, name));
}
