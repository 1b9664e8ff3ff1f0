import fc from "fast-check";
import type { SETTABLE_STATUSES } from "@/lib/domain/people/schema";

/** What a sequence is made of: who tries what, on which person; much of it is wrong, and refused. Accounts and things are named by number. */
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

// The three subjects, a user, an operator with Global and nobody's, come up most; of those who act, the operators.
const NEWCOMER = 7;
const account = oneOf(5, 6, NEWCOMER, 5, 6, NEWCOMER, 0, 1, 2, 4);
const by = oneOf(2, 3, 2, 3, 6, 0, 0, 1, 4, 5, NEWCOMER);
const chief = oneOf(2, 3, 6);
const operators = oneOf(2, 3, 6, 2, 3, 6, 4, 0);
const role = oneOf("operator", "operator", "viewer", "trader", "credit-manager", "entity-admin");
/** Roles that may be given, and one that nobody holds. */
const held = oneOf(
  ...["viewer", "viewer", "trader", "credit-manager", "entity-admin", "operator"].map((one) => ({ role: one, global: false })),
  ...["operator", "operator", "viewer"].map((one) => ({ role: one, global: true })),
);
const newest = oneOf(0, 0, 0, 0, 1, 2);
const hours = oneOf(null, null, 2, 5);

const roleBy = (who: fc.Arbitrary<number>, ask: boolean, stale: fc.Arbitrary<boolean>) =>
  fc.tuple(fc.record({ kind: kind("role"), by: who, ask: literal(ask), account, hours, stale }), held).map(([rest, given]) => ({ ...rest, ...given }));
const change = roleBy(by, false, oneOf(false, false, true));
const request = roleBy(oneOf(2, 3, 6, 0, 0, 4, 1), true, literal(false));
const send = fc.record({
  ...{ kind: kind("send"), by: oneOf(0, 0, 0, 1, 2, 3, 4, 6), address: oneOf(7, 7, 7, 5, 6, 8), entity: oneOf(0, 0, 0, 1) },
  ...{ role: oneOf("viewer", "trader", "credit-manager", "entity-admin", "operator"), comesBack: fc.boolean() },
});
const invitation = fc.record({ kind: kind("invitation"), by, step: oneOf("resend", "revoke", "delete"), newest });
const decide = fc.record({ kind: kind("decide"), by: operators, decision: oneOf("approve", "approve", "approve", "reject", "withdraw"), newest });
const signIn = fc.record({ kind: kind("signIn"), account, token: oneOf(0, 0, 1, null) });
const status = fc.record({ kind: kind("status"), by, account, status: oneOf("active", "active", "halted", "frozen", "deactivated", "terminated") });
// One role group is what a person has; none or several is the exception, in which little can be done.
const groups = fc.oneof({ weight: 3, arbitrary: fc.tuple(role) }, { weight: 2, arbitrary: fc.uniqueArray(role, { maxLength: 2 }) });
const tamper = fc.record({ kind: kind("tamper"), account, roles: groups, global: fc.boolean() });
const ask = fc.record({ kind: kind("directory"), by: operators, step: oneOf("askComparison", "askComparison", "retry") });
const reconcile = fc.record({ kind: kind("reconcile"), by: operators, towards: oneOf("directory", "portal"), newest });
const job = fc.record({ kind: kind("job"), job: oneOf("tell", "tell", "tell", "compare", "settle", "settle", "expire", "giveUp") });
const pass = fc.record({ kind: kind("pass"), hours: oneOf(1, 3, 6, 8 * 24, 31 * 24) });

// What belongs together: each of these is hardly ever met by chance.
const then = (name: Extract<Command, { kind: "job" }>["job"]): fc.Arbitrary<Command> => literal({ kind: "job", job: name });
const compared = [literal({ kind: "directory", by: 2, step: "askComparison" } as const), then("compare")] as const;
const withdrawn = request.map((asked): readonly Command[] => [asked, { kind: "decide", by: asked.by, decision: "withdraw", newest: 0 }]);
/** An invitation that has ended before it is accepted. */
const tooLate = fc.tuple(
  send.map((sent) => ({ ...sent, by: 0, address: NEWCOMER, entity: 0 })),
  fc.oneof(
    invitation.map((ended) => ({ ...ended, by: 0, newest: 0 })),
    literal({ kind: "pass", hours: 8 * 24 } as const),
  ),
  literal({ kind: "signIn", account: NEWCOMER, token: 0 } as const),
);
/** A difference that somebody settles who may settle some. A comparison is what costs most, so that there are not many. */
const settled = fc
  .tuple(tamper, ...compared, reconcile, chief)
  .map(([changed, asked, made, reconciled, by]): readonly Command[] => [changed, asked, made, { ...reconciled, by, newest: 0 }]);
/** Somebody who changes themselves, or decides what a colleague asked for them. */
const ofOneself: fc.Arbitrary<readonly Command[]> = fc.oneof(
  status.map((changed) => [{ ...changed, by: changed.account }]),
  change.map((changed) => [{ ...changed, by: changed.account, stale: false }]),
  fc.tuple(request, decide, chief, chief).map(([asked, decided, self, by]) => [
    { ...asked, by, account: self },
    { ...decided, by: self, newest: 0 },
  ]),
);
/** Somebody who settles differences, about themselves. */
const settlesOneself = fc
  .tuple(chief, tamper, ...compared, reconcile)
  .map(([self, changed, asked, made, settled]): readonly Command[] => [{ ...changed, account: self }, asked, made, { ...settled, by: self, newest: 0 }]);
/** A temporary role, a directory that is changed meanwhile, and its end. */
const temporarily = fc
  .tuple(change, tamper, literal({ kind: "pass", hours: 3 } as const), then("settle"), then("tell"))
  .map(([given, changed, ...rest]): readonly Command[] => [{ ...given, by: 2, hours: 2, stale: false }, { ...changed, account: given.account }, ...rest]);

const single: readonly fc.Arbitrary<Command>[] = [signIn, job, decide, reconcile, tamper, send, request, ask, invitation, change, status, pass];
const some: readonly fc.WeightedArbitrary<readonly Command[]>[] = [
  { weight: 1, arbitrary: literal([]) },
  ...single.map((arbitrary) => ({ weight: 3, arbitrary: fc.tuple(arbitrary) })),
  { weight: 6, arbitrary: fc.tuple(request, decide) },
  { weight: 3, arbitrary: fc.tuple(send, signIn) },
  ...[withdrawn, tooLate, temporarily, settled, ofOneself].map((arbitrary) => ({ weight: 2, arbitrary })),
  { weight: 1, arbitrary: settlesOneself },
];

export const sequences = fc.array(fc.oneof({ withCrossShrink: true }, ...some), { minLength: 6, maxLength: 9, size: "max" }).map((parts) => parts.flat());
