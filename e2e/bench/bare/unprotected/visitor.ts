import { ADMIN } from "@/e2e/bench/people";
import { principalOf } from "@/lib/platform/authz/principal";
import { idOfEntity, idOfPerson, idOfUser, personOf } from "@/prisma/seed/world";
import { entityOf } from "@/prisma/seed/world-entities";
import type { Visitor } from "../../../../lib/adapters/sign-in/visitor";

/** Replaces lib/adapters/sign-in/visitor.ts on the page without protection: always the entity admin, without a session. */

const { entity: code, name, role } = personOf(ADMIN);
const { legalName, shortName } = entityOf(code);
const principal = principalOf(
  {
    userId: idOfUser(ADMIN),
    oid: idOfPerson(ADMIN),
    displayName: name,
    email: ADMIN,
    login: ADMIN,
    role,
    globalAppRole: false,
    status: "active",
    entity: { id: idOfEntity(code), code, shortName, legalName, status: "active" },
  },
  { entityAdminViewsConfig: false },
);
const visitor: Visitor = {
  kind: "signed-in",
  path: "",
  shell: { authzVersion: 1, market: null },
  caller: { principal, request: { requestId: idOfUser(ADMIN), sessionId: null, sourceAddress: null, userAgent: null }, authzVersion: 1 },
};

// By its path: the alias leads here.
export * from "../../../../lib/adapters/sign-in/visitor";

export const currentVisitor = async (): Promise<Visitor> => visitor;
