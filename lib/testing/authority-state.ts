/** What the search for unlawful authority looks at, and what it does: see authority.integration.test.ts. Pure. */

export type Standing = { readonly roles: readonly string[]; readonly global: boolean };
/** A role as somebody holds it, and until when; null: for good. */
export type Holding = { readonly role: string; readonly global: boolean; readonly endsAt: number | null };
type Grant = { readonly role: string; readonly global: boolean; readonly startsAt: number; readonly endsAt: number };

export type Row = {
  readonly id: string;
  readonly oid: string;
  readonly entityId: string;
  readonly role: string;
  readonly global: boolean;
  readonly status: string;
  readonly baseRole: string | null;
  readonly baseGlobal: boolean | null;
  readonly roleEndsAt: number | null;
  readonly returned: boolean;
  readonly authzVersion: number;
  readonly version: number;
  readonly name: string;
  /** A session of theirs that goes on, if there is one. */
  readonly sessionId: string | null;
  readonly grants: readonly Grant[];
};

type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly entityId: string;
  readonly role: string;
  readonly state: string;
  readonly comesBack: boolean;
  readonly senderId: string;
  readonly hash: string;
  readonly sentAt: string;
  readonly expiresAt: number;
};

type Request = {
  readonly id: string;
  readonly userId: string;
  readonly requesterId: string;
  readonly toRole: string;
  readonly toGlobal: boolean;
  readonly endsAt: number | null;
  readonly state: string;
  readonly createdAt: number;
};

export type Write = {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly state: string;
  readonly role: string | null;
  readonly global: boolean | null;
};

export type State = {
  readonly now: number;
  readonly users: readonly Row[];
  readonly invitations: readonly Invitation[];
  readonly requests: readonly Request[];
  /** The differences that the latest comparison found, still open. */
  readonly drift: readonly { readonly id: string; readonly userId: string }[];
  /** What the directory has not been told, or so lately that a token need not know: waiting, given up, done. In their order. */
  readonly writes: readonly Write[];
  /** The accounts that this portal made for invitations. */
  readonly guests: readonly string[];
  readonly directory: ReadonlyMap<string, Standing>;
};

/** What was done: by which account, and about what. `outcome`: done, asked (somebody else decides), or the code of a refusal. */
export type Step = { readonly by: string | null; readonly outcome: string } & (
  | { readonly kind: "send"; readonly role: string; readonly entityId: string }
  | { readonly kind: "resend" | "revoke" | "delete"; readonly id: string }
  | { readonly kind: "signIn"; readonly oid: string; readonly address: string; readonly hash: string | null }
  | { readonly kind: "change" | "request"; readonly id: string; readonly to: Holding }
  | { readonly kind: "approve" | "reject" | "withdraw"; readonly id: string }
  | { readonly kind: "status"; readonly id: string; readonly status: string }
  | { readonly kind: "takeDirectory" | "writePortal"; readonly userId: string }
  | { readonly kind: "pass"; readonly milliseconds: number }
  | { readonly kind: "tamper"; readonly oid: string; readonly standing: Standing }
  | { readonly kind: "settle" | "expire" | "tell" | "giveUp" | "retry" | "askComparison" | "compare" }
);

export const TAKES_TWO = "operator";
const BY_ADMINS: readonly string[] = ["viewer", "trader", "credit-manager", "entity-admin"];
export const THIRTY_DAYS = 30 * 86_400_000;

export const currentOf = ({ users }: State, oid: string | null): Row | undefined => users.find((row) => row.oid === oid && !row.returned);
export const rowOf = ({ users }: State, id: string): Row | undefined => users.find((row) => row.id === id);
export const endOf = ({ grants }: Row, now: number): number | null => grants.filter(({ endsAt }) => endsAt > now).at(-1)?.endsAt ?? null;

/** Everything that somebody has: what counts, what it falls back to, and what runs beneath. */
export function holdingsOf(row: Row, now: number): readonly Holding[] {
  const effective = { role: row.role, global: row.global, endsAt: row.roleEndsAt === null ? null : (endOf(row, now) ?? row.roleEndsAt) };
  return [
    effective,
    { role: row.baseRole ?? row.role, global: row.baseGlobal ?? row.global, endsAt: row.baseRole === null ? effective.endsAt : null },
    ...row.grants,
  ];
}

/** Whether the one is no less than the other: the same role, and Global where the other has it. */
export const includes = (one: Pick<Holding, "role" | "global">, other: Pick<Holding, "role" | "global">): boolean =>
  one.role === other.role && (one.global || !other.global);

export const covers = (had: Holding, has: Holding): boolean => includes(had, has) && (had.endsAt === null || (has.endsAt !== null && has.endsAt <= had.endsAt));

/** Whether somebody may act at all: neither shut out, nor frozen, nor after the end of their role. */
export const mayAct = (row: Row | undefined, now: number): row is Row =>
  row !== undefined && !row.returned && (row.status === "active" || row.status === "halted") && (row.roleEndsAt === null || row.roleEndsAt > now);
export const gives = ({ role, global }: Row, to: { readonly role: string; readonly global: boolean }): boolean =>
  (role === TAKES_TWO || (role === "entity-admin" && BY_ADMINS.includes(to.role))) && (!to.global || (global && to.role === TAKES_TWO));
export const reaches = ({ role, global, entityId }: Row, target: string): boolean => (role === TAKES_TWO && global) || entityId === target;
