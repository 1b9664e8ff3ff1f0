import { effectOf } from "./authority-effects";
import { covers, currentOf, holdingsOf, includes, type Row, rowOf, type Standing, type State, type Step, TAKES_TWO } from "./authority-state";

/** Holds what came of a step against what may come of it. Pure. */

const wordsOf = ({ roles, global }: Standing): string => `${roles.toSorted().join("+")}${global ? " Global" : ""}`;

/** What came of a step that the domain does not allow; empty where all is well. */
export function violationsOf(before: State, step: Step, after: State): readonly string[] {
  const { unlawful, users, joined, given, directory } = effectOf(before, step);
  const found: string[] = unlawful ? [`${step.kind} was done, although ${unlawful}`] : [];
  // Both refuse, the portal and its database: whatever comes as far as the second has slipped through the first.
  if (/^[0-9A-Z]{5}$/.test(step.outcome)) found.push(`${step.kind} was refused by the database alone: ${step.outcome}`);
  const moved = step.kind === "pass" ? step.milliseconds : 0;
  for (const row of before.users) {
    const has = rowOf(after, row.id);
    const expected = { role: row.role, global: row.global, status: row.status, ...users?.get(row.id) };
    if (!has || has.role !== expected.role || has.global !== expected.global || has.status !== expected.status)
      found.push(`${row.name} should be ${JSON.stringify(expected)}, and is ${JSON.stringify(has)}`);
    if (has && step.kind !== "settle" && !users?.has(row.id) && termsOf(has, moved) !== termsOf(row, 0))
      found.push(`what ${row.name} holds, and until when, was changed by nobody`);
  }
  for (const row of after.users) {
    const had = rowOf(before, row.id);
    if (!had && !(joined && joined.oid === row.oid && joined.entityId === row.entityId && joined.role === row.role && joined.global === row.global))
      found.push(`${row.name} came in as ${row.role}, and nobody invited them so`);
    if (row.global && row.role !== TAKES_TWO) found.push(`${row.name} holds Global as a ${row.role}`);
    const lawful = [...(had ? holdingsOf(had, before.now) : []), ...(given?.oid === row.oid ? [given.holding] : [])];
    for (const held of holdingsOf(row, after.now))
      if (
        held.role === TAKES_TWO &&
        row.status !== "terminated" &&
        !lawful.some((one) => covers(one, { ...held, endsAt: held.endsAt === null ? null : held.endsAt + moved }))
      )
        found.push(`${row.name} holds ${JSON.stringify(held)}, which no two people gave`);
    if (row.role === TAKES_TWO && row.status !== "terminated" && given?.oid !== row.oid && !(had && includes(had, row)))
      found.push(`${row.name} holds what takes two again, which nobody gave`);
    if (!row.returned && after.users.some((other) => other.id !== row.id && other.oid === row.oid && !other.returned)) found.push(`${row.name} is two users`);
  }
  for (const [oid, standing] of after.directory) {
    const expected = directory?.get(oid) ?? before.directory.get(oid) ?? { roles: [], global: false };
    if (wordsOf(standing) !== wordsOf(expected))
      found.push(`the directory should say "${wordsOf(expected)}" of ${currentOf(after, oid)?.name ?? oid}, and says "${wordsOf(standing)}"`);
  }
  for (const write of after.writes) {
    const subject = rowOf(after, write.userId);
    const said = before.directory.get(subject?.oid ?? "");
    const gives = write.role === TAKES_TWO ? !said?.roles.includes(TAKES_TWO) : write.global && !said?.global;
    if (gives && before.writes.every(({ id }) => id !== write.id) && !(step.kind === "approve" && given?.oid === subject?.oid))
      found.push(`the directory is to be told that ${subject?.name} holds what takes two, which nobody gave`);
  }
  for (const oid of before.directory.keys())
    if (!after.directory.has(oid) && !before.guests.includes(oid)) found.push(`the account ${oid} was removed, which the portal did not make`);
  for (const { id, state } of after.requests)
    if (state === "approved" && before.requests.find((one) => one.id === id)?.state !== state && !(step.kind === "approve" && step.id === id))
      found.push("a request was approved by nobody");
  for (const { id, state } of after.invitations)
    if (state === "accepted" && before.invitations.find((one) => one.id === id)?.state !== state && !joined) found.push("an invitation was accepted by nobody");
  if (["change", "approve", "status", "takeDirectory"].includes(step.kind) && before.users.some(operates) && !after.users.some(operates))
    found.push("nobody is left who operates the market");
  return found;
}

const operates = ({ role, global, status, returned }: Row): boolean => role === TAKES_TWO && global && status === "active" && !returned;

/** What somebody holds, as text to compare; `moved`: how far the clock was put ahead since. */
const termsOf = (row: Row, moved: number): string =>
  JSON.stringify([row.baseRole, row.baseGlobal, ...row.grants.map(({ role, global, endsAt }) => [role, global, endsAt + moved])]);
