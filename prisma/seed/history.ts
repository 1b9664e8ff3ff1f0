import { changesOf } from "@/lib/platform/audit/changes";
import type { RequestInfo } from "@/lib/platform/audit/event";
import type { SignInActor } from "@/lib/platform/audit/sign-in";
import { signInRow } from "@/lib/platform/audit/sign-in";
import { minutesAfter, secondsAfter } from "./clock";
import { type Random, randomFrom } from "./random";
import { joinedAt, type Sitting, sittingsUpTo } from "./sittings";
import { principalAt, shutOutBy } from "./standing";
import { TURNED_AWAY } from "./story";
import { actorOf, pageRows, type Row, signOutRows, stepRows, type Visitor } from "./visits";
import { idOfPerson } from "./world";
import { type EntityCode, entityCodes } from "./world-entities";
import { STRANGERS } from "./world-people";

export type AuditRow = Row & { readonly id: string; readonly at: Date };

const SEED = 20_261;
/** One in this many visits ends by signing out; the others are left to expire. */
const SIGN_OUTS = 3;

/** Two weeks on the record, up to an hour before `now`; the same for the same `now`. Oldest first. */
export function auditHistory(now: Date): AuditRow[] {
  const random = randomFrom(SEED);
  const end = minutesAfter(now, -60);
  const rows = [...sittingsUpTo(now, random).flatMap((sitting) => sittingRows(sitting, now, random)), ...turnedAwayRows(now, random)];
  return rows.filter(({ at }) => at <= end).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function sittingRows({ by, start, pages, step }: Sitting, now: Date, random: Random): AuditRow[] {
  const principal = principalAt(by, start, now);
  const request = requestOf(by, start, random);
  const reasonCode = shutOutBy(principal);
  if (reasonCode) return stamped([refusedRow(actorOf(principal), request, reasonCode)], start, random);

  const isFirst = joinedAt(by.userName, now)?.getTime() === start.getTime();
  const rows = stamped([...(isFirst ? [joinedRow({ principal, request })] : []), signedInRow({ principal, request })], start, random);
  let at = start;
  for (const page of pages) {
    at = secondsAfter(at, 4 + random.below(86_000) / 1_000);
    rows.push(...stamped(pageRows(nextRequest({ principal, request }, at, random), page), at, random));
  }
  if (step) rows.push(...stamped(stepRows(nextRequest({ principal, request }, step.at, random), step), step.at, random));
  else if (random.below(SIGN_OUTS) === 0) {
    at = secondsAfter(at, 45);
    rows.push(...stamped(signOutRows(nextRequest({ principal, request }, at, random)), at, random));
  }
  return rows;
}

const turnedAwayRows = (now: Date, random: Random): AuditRow[] =>
  TURNED_AWAY.flatMap(([userName, moment, reasonCode]) => {
    const stranger = STRANGERS.find((one) => one.userName === userName);
    if (!stranger) throw new Error(`The demo world has no stranger ${userName}.`);
    const at = moment(now);
    const actor = { userId: null, oid: idOfPerson(userName), name: stranger.name, login: userName, entityId: null, role: null };
    return stamped([refusedRow(actor, requestOf(stranger, at, random), reasonCode)], at, random);
  });

const refusedRow = (actor: SignInActor, request: RequestInfo, reasonCode: string): Row =>
  signInRow(actor, { ...request, sessionId: null }, { kind: "sign_in", action: "session.refused", outcome: "deny", reasonCode });

const signedInRow = ({ principal, request }: Visitor): Row =>
  signInRow(actorOf(principal), request, { kind: "sign_in", action: "session.signed_in", outcome: "grant", globalUsed: principal.global });

function joinedRow({ principal, request }: Visitor): Row {
  const changes = changesOf(null, principal, ["email", "displayName", "role", "global"]);
  return signInRow(actorOf(principal), request, { kind: "change", action: "user.joined", outcome: "grant", changes });
}

const nextRequest = ({ principal, request }: Visitor, at: Date, random: Random): Visitor => ({
  principal,
  request: { ...request, requestId: random.uuidAt(at) },
});

/** The rows of one request, a millisecond apart. */
const stamped = (rows: readonly Row[], start: Date, random: Random): AuditRow[] =>
  rows.map((row, index) => {
    const at = new Date(start.getTime() + index);
    return { ...row, id: random.uuidAt(at), at };
  });

const BROWSERS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
] as const;

/** People of one entity share its address; each keeps to one browser. */
const requestOf = ({ userName, entity }: { userName: string; entity: EntityCode }, at: Date, random: Random): RequestInfo => ({
  requestId: random.uuidAt(at),
  sessionId: random.uuidAt(at),
  sourceAddress: `203.0.113.${16 * (entityCodes.indexOf(entity) + 1)}`,
  userAgent: BROWSERS[userName.length % BROWSERS.length] ?? BROWSERS[0],
});
