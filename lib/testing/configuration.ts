import { hashOf } from "@/lib/domain/configuration/hash";
import type { ConfigurationContent } from "@/lib/domain/configuration/schema";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { inSystem } from "@/lib/platform/unit-of-work/scope";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { OWN_ENTITY, person } from "./principals";
import { addUsers } from "./world";

/** A market with a first configuration, and people who may change it. */

// Messages that wait are sealed with it.
process.env.SESSION_SECRET ??= "a secret of the tests, long enough to be accepted";

/** The first configuration with another spread: differs in one field from any other of these. */
export const withSpread = (maximumSpread: string): ConfigurationContent => ({
  ...firstConfiguration.content,
  compliance: { ...firstConfiguration.content.compliance, maximumSpread },
});

/** The version number 1, as the demo world has it. */
export const addFirstVersion = (content = firstConfiguration.content) =>
  inSystem((tx) => tx.configurationVersion.create({ data: { number: 1, content, hash: hashOf(content), note: "The first", authorName: "Setup" } }));

/** Operators who exist in the database as well. */
export async function addOperators(names: readonly string[], standing: { globalAppRole?: boolean } = {}): Promise<readonly UserPrincipal[]> {
  const base = person("operator", standing);
  const people = names.map((displayName) => {
    const email = `${displayName.toLowerCase()}@aex.example`;
    return { displayName, oid: crypto.randomUUID(), email, login: email };
  });
  const ids = await addUsers(people.map((one) => ({ ...one, role: base.role, entityId: base.entity.id })));
  return people.map((one, index) => ({ ...base, ...one, userId: ids[index] ?? "" }));
}

/** A proposal that one person made and another approved, as it is once it is applied. */
export const appliedProposal = ({ number, ...said }: { number: number; content: object; hash: string; reason: string }) => ({
  ...said,
  state: "approved" as const,
  baseNumber: number - 1,
  appliedNumber: number,
  proposerId: crypto.randomUUID(),
  proposerOid: crypto.randomUUID(),
  proposerEmail: "one@aex.example",
  proposerName: "One",
  proposerEntityId: OWN_ENTITY,
  deciderId: crypto.randomUUID(),
  deciderOid: crypto.randomUUID(),
  deciderEmail: "two@aex.example",
  deciderName: "Two",
  decidedAt: new Date(),
});

type Pending = { content: ConfigurationContent; baseNumber: number; approvedBy?: UserPrincipal; effectiveAt?: Date };

/** A proposal as it is in the database, past the commands: pending, or approved for a time. */
export const pendingProposal = (by: UserPrincipal, { content, baseNumber, approvedBy, effectiveAt }: Pending) =>
  inSystem((tx) =>
    tx.configurationProposal.create({
      data: {
        baseNumber,
        content,
        hash: hashOf(content),
        reason: "Because the test says so.",
        effectiveAt: effectiveAt ?? null,
        proposerId: by.userId,
        proposerOid: by.oid,
        proposerLogin: by.login,
        proposerEmail: by.email,
        proposerName: by.displayName,
        proposerEntityId: by.entity.id,
        ...(approvedBy && {
          state: "approved" as const,
          deciderId: approvedBy.userId,
          deciderOid: approvedBy.oid,
          deciderEmail: approvedBy.email,
          deciderName: approvedBy.displayName,
          decidedAt: new Date(),
        }),
      },
    }),
  );
