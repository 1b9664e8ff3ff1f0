import "server-only";
import type { z } from "zod";
import { journalOf, noteAsked } from "@/lib/platform/audit/journal";
import { type Access, targetAcross } from "@/lib/platform/authz/decide";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { ErrorSubject } from "@/lib/platform/errors";
import { authorize, noteMissing } from "@/lib/platform/unit-of-work/authorize";
import { inScope } from "@/lib/platform/unit-of-work/scope";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import type { Download } from "./download";
import { unreadable } from "./execute";
import { issueMessage } from "./issue-message";
import type { Step } from "./step";

/** Who asks, read again for every part. Throws when they are signed out by now. */
type CallerNow = () => Promise<UserActor>;

/** What an adapter adds: the address on record, and what it asks of the caller once, before the first part, such as a limit. */
type Way = { readonly address?: ErrorSubject; readonly admit?: (tx: ScopedTx, caller: UserActor) => Promise<unknown> };

/**
 * The pipeline of every download: each part has a scope of its own, which reads the caller and decides the
 * permission again. Nothing runs before the first part is asked for. Throws like `executeQuery`.
 */
export async function* executeDownload<A extends Access, I extends z.ZodType>(
  declaration: Download<A, I>,
  callerNow: CallerNow,
  input: unknown,
  way: Way = {},
): AsyncGenerator<string, void> {
  const step = stepsOf(declaration, callerNow, way);
  const parsed = declaration.input.safeParse(input, { error: issueMessage });
  if (parsed.success) return yield* declaration.body({ input: parsed.data, step });
  await step(async ({ tx }) => {
    noteMissing(tx, declaration.permission);
    throw unreadable(parsed.error);
  });
}

function stepsOf<A extends Access>(
  { name, permission, across }: Pick<Download<A, never>, "name" | "permission" | "across">,
  callerNow: CallerNow,
  { address, admit }: Way,
): Step<A> {
  let admitted = false;
  return async (work) => {
    const caller = await callerNow();
    return inScope(caller, name, async (tx) => {
      journalOf(tx).isPageView = true;
      noteAsked(journalOf(tx), permission, address);
      const grant = authorize(tx, permission, targetAcross(caller.principal, across));
      if (!admitted) await admit?.(tx, caller);
      admitted = true;
      return work({ tx, grant });
    });
  };
}
