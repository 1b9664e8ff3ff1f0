import "server-only";
import type { z } from "zod";
import { journalOf, noteAsked, noteDecision } from "@/lib/platform/audit/journal";
import { type Access, type Decision, targetAcross } from "@/lib/platform/authz/decide";
import type { ErrorSubject } from "@/lib/platform/errors";
import { authorize, noteMissing } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import { unreadable } from "./execute";
import { issueMessage } from "./issue-message";
import type { Query } from "./query";

/** What an adapter adds to the record: the address, and the decisions made to draw the shell. */
type Way = { readonly address?: ErrorSubject; readonly shown?: readonly Decision[] };

/**
 * The pipeline of every query: scope, decide and record, parse, read. Null when this caller cannot see the
 * subject. Throws `AppError`: a denial, or INVALID_INPUT. Unreadable input names nothing that exists, so it is
 * decided and recorded like a missing subject.
 */
export function executeQuery<A extends Access, I extends z.ZodType, R>(
  { name, permission, across, input: schema, read }: Query<A, I, R>,
  caller: UserActor,
  input: unknown,
  { address, shown = [] }: Way = {},
): Promise<R | null> {
  return inScope(caller, name, async (tx) => {
    journalOf(tx).isPageView = true;
    for (const decision of shown) noteDecision(journalOf(tx), decision, "visibility");
    noteAsked(journalOf(tx), permission, address);
    const grant = authorize(tx, permission, targetAcross(caller.principal, across));
    const parsed = schema.safeParse(input, { error: issueMessage });
    const value = parsed.success ? await read({ tx, grant, input: parsed.data }) : null;
    if (value === null) noteMissing(tx, permission);
    if (!parsed.success) throw unreadable(parsed.error);
    return value;
  });
}
