import type { Command } from "./authority-commands";

/**
 * Sequences with which every search begins, whatever its seed: between them everything that can be done is done once, which chance alone does
 * not promise. Accounts by number: see authority-accounts.ts.
 */

const role = (ask: boolean, by: number, account: number, to: string, hours: number | null): Command => ({
  ...{ kind: "role", ask, by, account, role: to, global: false, hours, stale: false },
});
const decide = (by: number, decision: "approve" | "reject" | "withdraw"): Command => ({ kind: "decide", by, decision, newest: 0 });
const send = (address: number): Command => ({ kind: "send", by: 0, address, entity: 0, role: "viewer", comesBack: false });
const invitation = (by: number, step: "resend" | "revoke" | "delete"): Command => ({ kind: "invitation", by, step, newest: 0 });
const job = (name: Extract<Command, { kind: "job" }>["job"]): Command => ({ kind: "job", job: name });
const pass = (hours: number): Command => ({ kind: "pass", hours });
const said = (account: number, inGroup: string): Command => ({ kind: "tamper", account, roles: [inGroup], global: false });
const compared: readonly Command[] = [{ kind: "directory", by: 2, step: "askComparison" }, job("compare")];
const settled = (by: number, towards: "directory" | "portal"): Command => ({ kind: "reconcile", by, towards, newest: 0 });

const INVITED: readonly Command[] = [
  ...[send(8), invitation(0, "revoke"), invitation(2, "delete")],
  ...[send(7), invitation(0, "resend"), { kind: "signIn", account: 7, token: 0 } as const, job("tell")],
];
const ROLES: readonly Command[] = [
  ...[role(true, 0, 5, "trader", null), decide(2, "approve"), role(true, 0, 5, "viewer", null), decide(2, "reject")],
  ...[role(true, 0, 5, "viewer", null), decide(0, "withdraw"), { kind: "status", by: 0, account: 5, status: "halted" } as const],
  ...[role(false, 2, 5, "credit-manager", 2), job("tell"), pass(3), job("settle"), role(true, 0, 5, "viewer", null), pass(31 * 24), job("expire")],
];
const DIRECTORY: readonly Command[] = [
  ...[said(5, "trader"), ...compared, settled(2, "directory")],
  ...[said(5, "viewer"), ...compared, settled(3, "portal"), job("giveUp"), { kind: "directory", by: 2, step: "retry" } as const, job("tell")],
];

export const SCRIPTS = [INVITED, ROLES, DIRECTORY];
