import fc from "fast-check";
import type { SETTABLE_STATUSES } from "@/lib/domain/people/schema";

/** What a sequence is made of: who tries what, about whom; much of it is wrong, and refused. Accounts and things are named by number. */
export type Command =
  | { readonly kind: "send"; readonly by: number; readonly address: number; readonly entity: number; readonly role: string; readonly comesBack: boolean }
  | { readonly kind: "invitation"; readonly by: number; readonly step: "resend" | "revoke" | "delete"; readonly newest: number }
  | { readonly kind: "signIn"; readonly account: number; readonly token: number | null }
  | {
      readonly kind: "role";
      readonly by: number;
      readonly ask: boolean;
      readonly account: number;
      readonly role: string;
      readonly global: boolean;
      readonly hours: number | null;
      readonly stale: boolean;
    }
  | { readonly kind: "decide"; readonly by: number; readonly decision: "approve" | "reject" | "withdraw"; readonly newest: number }
  | { readonly kind: "status"; readonly by: number; readonly account: number; readonly status: (typeof SETTABLE_STATUSES)[number] | "terminated" }
  | { readonly kind: "reconcile"; readonly by: number; readonly towards: "directory" | "portal"; readonly newest: number }
  | { readonly kind: "directory"; readonly by: number; readonly step: "askComparison" | "retry" }
  | { readonly kind: "job"; readonly job: "settle" | "expire" | "tell" | "compare" | "giveUp" }
  | { readonly kind: "tamper"; readonly account: number; readonly roles: readonly string[]; readonly global: boolean }
  | { readonly kind: "pass"; readonly hours: number };

const [literal, oneOf, kind] = [fc.constant, fc.constantFrom, <K extends string>(name: K) => fc.constant(name)];

// The three whom it is about, a user, an operator with Global and nobody's, come up most; of those who act, the operators.
const account = oneOf(5, 6, 7, 5, 6, 7, 0, 1, 2, 4);
const by = oneOf(2, 3, 2, 3, 6, 0, 0, 1, 4, 5, 7);
const role = oneOf("operator", "operator", "viewer", "trader", "credit-manager", "entity-admin");
const newest = oneOf(0, 0, 0, 0, 1, 2);

const send = fc.record({
  ...{ kind: kind("send"), by: oneOf(0, 0, 0, 1, 2, 3, 4, 6), address: oneOf(7, 7, 7, 5, 6, 8), entity: oneOf(0, 0, 0, 1) },
  ...{ role: oneOf("viewer", "trader", "credit-manager", "entity-admin", "operator"), comesBack: fc.boolean() },
});
const hours = oneOf(null, null, 2, 5);
const request = fc.record({
  kind: kind("role"),
  by: oneOf(2, 3, 6, 0, 0, 4, 1),
  ask: literal(true),
  account,
  role,
  global: fc.boolean(),
  hours,
  stale: literal(false),
});
const operators = oneOf(2, 3, 6, 2, 3, 6, 4, 0);
const decide = fc.record({ kind: kind("decide"), by: operators, decision: oneOf("approve", "approve", "approve", "reject", "withdraw"), newest });
const signIn = fc.record({ kind: kind("signIn"), account, token: oneOf(0, 0, 1, null) });
const tamper = fc.record({ kind: kind("tamper"), account, roles: fc.uniqueArray(role, { maxLength: 2 }), global: fc.boolean() });
const ask = fc.record({ kind: kind("directory"), by: operators, step: oneOf("askComparison", "askComparison", "retry") });
const reconcile = fc.record({ kind: kind("reconcile"), by: operators, towards: oneOf("directory", "portal"), newest });
const job = fc.record({ kind: kind("job"), job: oneOf("tell", "tell", "tell", "compare", "settle", "settle", "expire", "giveUp") });

/** A role for a while, a directory that is changed meanwhile, and its end. */
const forAWhile = fc
  .tuple(oneOf(2, 3), oneOf(4, 5, 6), role, fc.boolean(), fc.option(fc.tuple(fc.uniqueArray(role, { maxLength: 1 }), fc.boolean())))
  .map(([by, subject, given, global, tampered]): readonly Command[] => [
    { kind: "role", by, ask: false, account: subject, role: given, global, hours: 2, stale: false },
    ...(tampered ? [{ kind: "tamper", account: subject, roles: tampered[0], global: tampered[1] } as const] : []),
    { kind: "pass", hours: 3 },
    { kind: "job", job: "settle" },
    { kind: "job", job: "tell" },
  ]);

/** One thing after another, and now and then what belongs together: asked and decided, invited and come, changed outside and compared. */
const some: readonly fc.WeightedArbitrary<readonly Command[]>[] = [
  { weight: 1, arbitrary: literal([]) },
  ...[signIn, signIn, job, job, decide, reconcile, tamper, send, request, ask].map((arbitrary: fc.Arbitrary<Command>) => ({
    weight: 2,
    arbitrary: fc.tuple(arbitrary),
  })),
  { weight: 2, arbitrary: fc.tuple(fc.record({ kind: kind("invitation"), by, step: oneOf("resend", "revoke", "delete"), newest })) },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.record({ kind: kind("role"), by, ask: literal(false), account, role, global: fc.boolean(), hours, stale: oneOf(false, false, true) }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.record({ kind: kind("status"), by, account, status: oneOf("active", "active", "halted", "frozen", "deactivated", "terminated") })),
  },
  { weight: 3, arbitrary: fc.tuple(fc.record({ kind: kind("pass"), hours: oneOf(1, 3, 6, 8 * 24, 31 * 24) })) },
  { weight: 6, arbitrary: fc.tuple(request, decide) },
  { weight: 3, arbitrary: fc.tuple(send, signIn) },
  { weight: 2, arbitrary: forAWhile },
  { weight: 4, arbitrary: fc.tuple(tamper, ask, literal({ kind: "job", job: "compare" } as const), reconcile) },
];

export const sequences = fc.array(fc.oneof({ withCrossShrink: true }, ...some), { minLength: 6, maxLength: 9, size: "max" }).map((parts) => parts.flat());
