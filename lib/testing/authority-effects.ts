import {
  currentOf,
  endOf,
  gives,
  type Holding,
  holdingsOf,
  mayAct,
  type Row,
  reaches,
  rowOf,
  type Standing,
  type State,
  type Step,
  TAKES_TWO,
  THIRTY_DAYS,
} from "./authority-state";

/**
 * What may happen to anybody's role, Global and groups, written from the domain's "people" and "identity" alone: none of the portal's rules
 * are asked. Pure.
 */

/** What a step may bring about; everything that is not named stays as it was. */
type Effect = {
  readonly unlawful?: string | undefined;
  readonly users?: ReadonlyMap<string, Partial<Pick<Row, "role" | "global" | "status">>>;
  readonly joined?: Pick<Row, "oid" | "entityId" | "role" | "global">;
  /** A role that takes two, given to this account by those two, or said by the directory at its own sign-in. */
  readonly given?: { readonly oid: string; readonly holding: Holding };
  readonly directory?: ReadonlyMap<string, Standing>;
};

const NOTHING: Effect = {};

/** Why the actor may not look after this person; undefined where they may. Role changes themselves are an operator's. */
function whyNotTheirs(before: State, by: string | null, subject: Row | undefined, promotes: boolean): string | undefined {
  const actor = currentOf(before, by);
  if (!mayAct(actor, before.now)) return "the actor may do nothing";
  if (!subject) return "there is nobody of that id";
  if (actor.oid === subject.oid) return "it was about themselves";
  if (promotes ? actor.role !== TAKES_TWO : actor.role !== TAKES_TWO && actor.role !== "entity-admin") return `it was done by a ${actor.role}`;
  if (!reaches(actor, subject.entityId)) return "it was done from another entity";
  return holdingsOf(subject, before.now).every((held) => gives(actor, held)) ? undefined : "they could not give what the person holds";
}

function whyNotInvites(before: State, sender: Row | undefined, invited: { readonly role: string; readonly entityId: string }): string | undefined {
  if (!mayAct(sender, before.now) || !gives(sender, { role: invited.role, global: false })) return "the sender may not give this role";
  if (invited.role === TAKES_TWO) return "an invitation gives a role that takes two";
  return reaches(sender, invited.entityId) ? undefined : "the sender does not reach this entity";
}

/** What a step may bring about where it is done, and why it may not be done where that is so. */
export function effectOf(before: State, step: Step): Effect {
  if (step.kind === "pass") return NOTHING;
  if (step.kind === "tamper") return { directory: new Map([[step.oid, step.standing]]) };
  if (step.kind === "settle") return settled(before);
  if (step.kind === "tell") return told(before);
  const actor = currentOf(before, step.by);
  if (step.outcome === "asked" && "userId" in step) return { unlawful: whyNotSettled(before, step.by, rowOf(before, step.userId)) };
  if (step.outcome !== "done") return NOTHING;
  switch (step.kind) {
    case "send":
      return { unlawful: whyNotInvites(before, actor, step) };
    case "resend":
    case "revoke":
    case "delete": {
      const invitation = before.invitations.find(({ id }) => id === step.id);
      if (!invitation || !mayAct(actor, before.now)) return { unlawful: "no invitation, or nobody who may act" };
      if (step.kind === "resend") return { unlawful: whyNotInvites(before, actor, invitation) };
      const manages = actor.role === TAKES_TWO || actor.role === "entity-admin";
      const may = step.kind === "delete" ? actor.global : manages && reaches(actor, invitation.entityId);
      return { unlawful: may && invitation.state !== "accepted" ? undefined : "it was not theirs to end, or accepted" };
    }
    case "signIn":
      return signedIn(before, step.oid, step.address, step.hash);
    case "change":
    case "request": {
      const subject = rowOf(before, step.id);
      const unlawful = whyNotTheirs(before, step.by, subject, step.kind === "change") ?? (actor && gives(actor, step.to) ? undefined : "not theirs to give");
      if (step.kind === "request" || !subject) return { unlawful };
      return {
        unlawful: subject.status === "terminated" ? "terminated is final" : unlawful,
        users: new Map([[subject.id, { role: step.to.role, global: step.to.global }]]),
      };
    }
    case "approve":
    case "reject":
    case "withdraw":
      return decided(before, step.kind, step.by, step.id);
    case "status": {
      const subject = rowOf(before, step.id);
      const ends = step.status === "terminated";
      const unlawful = subject?.status === "terminated" || (ends && !actor?.global) ? "terminated is final, and takes Global" : undefined;
      const trades = (step.status !== "halted" && step.status !== "frozen") || subject?.role === "trader" || subject?.role === TAKES_TWO;
      return {
        unlawful: unlawful ?? whyNotTheirs(before, step.by, subject, false) ?? (trades ? undefined : "their role cannot trade"),
        users: new Map([[step.id, { status: step.status, ...(ends ? { global: false } : {}) }]]),
      };
    }
    case "takeDirectory":
    case "writePortal":
      return reconciled(before, step.kind, step.by, step.userId);
    case "askComparison":
    case "retry":
      return { unlawful: mayAct(actor, before.now) && actor.role === TAKES_TWO && actor.global ? undefined : "only operators with Global do this" };
    default:
      return NOTHING;
  }
}

/** Of a decision: by another than who asked and who is asked about, in time, of what both of them could give. */
function decided(before: State, kind: "approve" | "reject" | "withdraw", by: string | null, id: string): Effect {
  const request = before.requests.find((one) => one.id === id);
  const actor = currentOf(before, by);
  const subject = request && rowOf(before, request.userId);
  const requester = request && rowOf(before, request.requesterId);
  if (!request || !subject || !requester || !actor || request.state !== "pending") return { unlawful: "nothing was waiting" };
  if (kind === "withdraw") return { unlawful: requester.oid === actor.oid ? undefined : "withdrawn by another" };
  const twoOthers = requester.oid !== actor.oid ? whyNotTheirs(before, by, subject, true) : "decided by the requester";
  if (kind === "reject") return { unlawful: twoOthers };
  const to = { role: request.toRole, global: request.toGlobal, endsAt: request.endsAt };
  const asks = mayAct(requester, before.now) && gives(requester, to) && reaches(requester, subject.entityId);
  const inTime = request.createdAt > before.now - THIRTY_DAYS && (to.endsAt === null || to.endsAt > before.now - 1_000);
  return {
    unlawful:
      twoOthers ??
      (gives(actor, to) ? undefined : "not theirs to give") ??
      (asks && inTime && subject.status !== "terminated" ? undefined : "not open any more"),
    users: new Map([[subject.id, { role: to.role, global: to.global }]]),
    given: { oid: subject.oid, holding: to },
  };
}

/** At sign-in the directory wins, but for what the portal has not told it yet. New people come in by an invitation alone. */
function signedIn(before: State, oid: string, address: string, hash: string | null): Effect {
  const { roles, global } = before.directory.get(oid) ?? { roles: [], global: false };
  const [said, ...more] = roles;
  const known = currentOf(before, oid);
  if (known && known.status !== "terminated") {
    const open = (kind: string) => before.writes.some((write) => write.userId === known.id && write.kind === kind);
    const role = open("set_role") ? known.role : said;
    if (role === undefined || (more.length > 0 && !open("set_role"))) return { unlawful: "let in without exactly one role group" };
    const to = { role, global: role === TAKES_TWO && (open("set_global") ? known.global : global) };
    const endsAt = role === known.role && known.roleEndsAt !== null ? (endOf(known, before.now) ?? known.roleEndsAt) : null;
    return {
      unlawful: known.status === "deactivated" ? "let in while deactivated" : undefined,
      users: new Map([[known.id, to]]),
      given: { oid, holding: { ...to, endsAt } },
    };
  }
  const invitation = before.invitations.find((one) => one.hash === hash);
  if (!invitation) return { unlawful: "came in without an invitation" };
  const sender = rowOf(before, invitation.senderId);
  const usable = invitation.state === "pending" && invitation.expiresAt > before.now - 1_000 && invitation.email === address && more.length === 0;
  const bringsBack = !known || (invitation.comesBack && sender?.role === TAKES_TWO && sender.global);
  const role = known || said === undefined ? invitation.role : said;
  const to = { role, global: !known && role === TAKES_TWO && global };
  return {
    unlawful: usable && bringsBack ? whyNotInvites(before, sender, invitation) : "the invitation was not usable for them",
    joined: { oid, entityId: invitation.entityId, ...to },
    ...(role === said ? { given: { oid, holding: { ...to, endsAt: null } } } : {}),
  };
}

const whyNotSettled = (before: State, by: string | null, subject: Row | undefined): string | undefined =>
  whyNotTheirs(before, by, subject, true) ?? (currentOf(before, by)?.global ? undefined : "it takes Global");

/** One operator settles a difference about another, and gives nothing with it that takes two: `violationsOf` sees to that for the portal. */
function reconciled(before: State, kind: "takeDirectory" | "writePortal", by: string | null, userId: string): Effect {
  const subject = rowOf(before, userId);
  const unlawful = whyNotSettled(before, by, subject);
  if (!subject) return { unlawful };
  const { roles, global } = before.directory.get(subject.oid) ?? { roles: [], global: false };
  if (kind === "takeDirectory") {
    const [role = "none", ...more] = roles;
    return { unlawful: more.length > 0 ? "several roles were taken" : unlawful, users: new Map([[userId, { role, global: role === TAKES_TWO && global }]]) };
  }
  const restores = subject.status !== "terminated" && subject.role === TAKES_TWO && !(roles.includes(TAKES_TWO) && (global || !subject.global));
  return { unlawful: restores ? "one operator gave the directory a role that takes two" : unlawful };
}

/** People whose temporary role is over fall back to what still runs, or to their base role; the terminated stay as they are. */
function settled({ users, now }: State): Effect {
  const over = users.filter(({ roleEndsAt, status }) => roleEndsAt !== null && roleEndsAt <= now && status !== "terminated");
  return {
    users: new Map(
      over.map((row) => {
        const running = row.grants.filter(({ endsAt }) => endsAt > now).at(-1);
        return [row.id, { role: running?.role ?? row.baseRole ?? row.role, global: running?.global ?? row.baseGlobal ?? row.global }];
      }),
    ),
  };
}

/** A round of the worker: people with something waiting are in the directory as in the portal, and nobody else is touched. */
function told(before: State): Effect {
  const directory = new Map<string, Standing>();
  for (const { userId, kind, state } of before.writes) {
    const row = rowOf(before, userId);
    const current = row && currentOf(before, row.oid);
    if (state !== "pending" || !current) continue;
    const found = directory.get(current.oid) ?? before.directory.get(current.oid) ?? { roles: [], global: false };
    const ended = current.status === "terminated";
    if (kind === "set_role") directory.set(current.oid, { ...found, roles: ended ? [] : [current.role] });
    if (kind === "set_global") directory.set(current.oid, { ...found, global: !ended && current.global });
  }
  return { directory };
}
