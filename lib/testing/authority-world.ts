import { createHash, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { askAgain } from "@/lib/adapters/entra/ask-again";
import { LOCAL_GLOBAL_ROLE, LOCAL_ROLE_GROUPS, LOCAL_TENANT_ID } from "@/lib/adapters/entra/local-tenant";
import { runDirectoryWrites } from "@/lib/adapters/entra/worker";
import { signIn } from "@/lib/adapters/sign-in/sign-in";
import type { TestDirectory } from "@/lib/dev/directory/test-directory";
import { requestComparison, retryFailedWrites, takeDirectoryValue, writePortalValue } from "@/lib/domain/directory/commands";
import { deleteInvitation, resendInvitation, revokeInvitation, sendInvitation } from "@/lib/domain/invitations/commands";
import { entityOfInvitation, entityToInviteInto } from "@/lib/domain/invitations/target";
import { unseal } from "@/lib/domain/mail/seal";
import { setUserStatus, terminateUser } from "@/lib/domain/people/commands";
import { approveRequest, changeRole, rejectRequest, requestRole, withdrawRequest } from "@/lib/domain/roles/commands";
import { expireRequests, expireRoles } from "@/lib/domain/roles/jobs";
import { entityOfRequest } from "@/lib/domain/roles/lock";
import { entityOfUser } from "@/lib/domain/standing/lock";
import { standingOf } from "@/lib/domain/standing/standing-of";
import { EVERY_ENTITY, NOT_VISIBLE, type Target } from "@/lib/platform/authz/decide";
import type { Grant } from "@/lib/platform/authz/grant";
import type { Permission } from "@/lib/platform/authz/permissions";
import { isRoleKey } from "@/lib/platform/authz/roles";
import type { Database } from "@/lib/platform/db/client";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import type { Entity } from "@/lib/platform/db/types";
import { authorize } from "@/lib/platform/unit-of-work/authorize";
import { inWriteScope } from "@/lib/platform/unit-of-work/scope";
import type { UserActor } from "@/lib/platform/unit-of-work/standing";
import { ACCOUNTS } from "./authority-accounts";
import type { Command } from "./authority-commands";
import { COUNT_NOTHING, passing, resetTo, SNAPSHOT } from "./authority-sql";
import { currentOf, type Holding, type Row, type State, type Step } from "./authority-state";
import { claimsOf } from "./claims";
import { compareWithDirectory } from "./compare";
import { OTHER_ENTITY, OWN_ENTITY } from "./principals";
import { callerFor, outcomeOf } from "./two-entities";

const ENTITIES = [OWN_ENTITY, OTHER_ENTITY];
const ADDRESSES = [...ACCOUNTS.map(({ userName }) => userName), "guest@people.example"];
const REASON = "Because the search says so.";
const HOUR = 3_600_000;

const RESET = resetTo(
  ACCOUNTS.flatMap(({ oid, userName, displayName, member }) =>
    member ? [{ ...member, global: member.global === true, tid: LOCAL_TENANT_ID, oid, email: userName, displayName }] : [],
  ),
);

/** The world of one sequence: it starts as the accounts say. */
export class World {
  readonly #tokens: string[] = [];

  private constructor(
    readonly database: Database,
    readonly directory: TestDirectory,
    readonly entities: ReadonlyMap<string, Entity>,
  ) {}

  static async open(database: Database, directory: TestDirectory): Promise<World> {
    await database.client.$executeRawUnsafe(COUNT_NOTHING);
    const entities = await database.client.entity.findMany();
    return new World(database, directory, new Map(entities.map((entity) => [entity.id, entity])));
  }

  async begin(): Promise<void> {
    this.#tokens.length = 0;
    await this.#sql(RESET);
    const known = new Map(this.directory.people().map((person) => [person.oid, person]));
    for (const person of known.values()) if (!ACCOUNTS.some(({ oid }) => oid === person.oid)) this.directory.remove(person);
    // Each is a write to its file: only the people that the sequence before has changed.
    for (const { member: _, ...person } of ACCOUNTS) if (!isDeepStrictEqual(known.get(person.oid), person)) this.directory.put(person);
  }

  async state(): Promise<State> {
    const [row] = await this.database.client.$queryRawUnsafe<{ state: Omit<State, "directory"> }[]>(SNAPSHOT);
    if (!row) throw new Error("The database has no state.");
    const directory = new Map(this.directory.people().map(({ oid }) => [oid, this.directory.standingOf(oid) ?? { roles: [], global: false }]));
    return { ...row.state, directory };
  }

  /** Does it, and tells what it was and what came of it; null where there is nothing that it could be about. */
  async perform(state: State, command: Command): Promise<Step | null> {
    switch (command.kind) {
      case "pass":
        await this.#sql(passing(command.hours));
        return { kind: "pass", by: null, outcome: "done", milliseconds: command.hours * HOUR };
      case "tamper": {
        const { member: _, ...person } = at(ACCOUNTS, command.account);
        const groups = [...LOCAL_ROLE_GROUPS].filter(([, role]) => command.roles.includes(role)).map(([id]) => id);
        this.directory.put({ ...person, groups, appRoles: command.global ? [LOCAL_GLOBAL_ROLE.value] : [] });
        return { kind: "tamper", by: null, outcome: "done", oid: person.oid, standing: { roles: command.roles, global: command.global } };
      }
      case "job":
        await this.#job(command.job);
        return { kind: command.job, by: null, outcome: "done" };
      case "signIn":
        return this.#signIn(command);
      default:
        return this.#act(state, command);
    }
  }

  async #job(job: Extract<Command, { kind: "job" }>["job"]): Promise<void> {
    if (job === "settle") await expireRoles.run();
    if (job === "expire") await expireRequests.run();
    if (job === "tell") await runDirectoryWrites();
    if (job === "compare") await compareWithDirectory();
    if (job === "giveUp") await this.#sql("UPDATE directory_write SET state = 'failed' WHERE state = 'pending'");
  }

  async #signIn({ account, token: newest }: Extract<Command, { kind: "signIn" }>): Promise<Step> {
    const { oid, userName, displayName } = at(ACCOUNTS, account);
    const token = newest === null ? undefined : this.#tokens.at(-1 - newest);
    const person = this.directory.people().find((one) => one.oid === oid);
    const claims = claimsOf({ oid, name: displayName, preferred_username: userName, groups: person?.groups ?? [], roles: person?.appRoles ?? [] });
    const outcome = await signIn(claims, REQUEST, { invitation: token });
    const hash = token === undefined ? null : createHash("sha256").update(token).digest("hex");
    return { kind: "signIn", by: oid, outcome: "code" in outcome ? outcome.code : "done", oid, address: userName, hash };
  }

  /** What somebody does in a request of theirs, with their current standing. */
  async #act(state: State, command: Exclude<Command, { kind: "pass" | "tamper" | "job" | "signIn" }>): Promise<Step | null> {
    const by = at(ACCOUNTS, command.by).oid;
    const actor = currentOf(state, by);
    if (!actor) return null;
    const caller = await this.#callerOf(actor);
    const run = <P extends Permission>(
      permission: P,
      target: (tx: ScopedTx) => Promise<Target | null>,
      work: (tx: ScopedTx, grant: Grant<P>) => Promise<unknown>,
    ) => outcomeOf(inWriteScope(caller, `search.${command.kind}`, async (tx) => work(tx, authorize(tx, permission, (await target(tx)) ?? NOT_VISIBLE))));
    switch (command.kind) {
      case "send": {
        const [email, entityId] = [at(ADDRESSES, command.address), at(ENTITIES, command.entity)];
        if (!isRoleKey(command.role)) return null;
        const input = { email, name: "", role: command.role, comesBack: command.comesBack, entity: entityId };
        const outcome = await run(
          "Invitations.Send",
          (tx) => entityToInviteInto(tx, input),
          (tx, grant) => sendInvitation(tx, grant, input),
        );
        if (outcome === "done") await this.#keepToken();
        return { kind: "send", by, outcome, role: command.role, entityId };
      }
      case "invitation": {
        const invitation = state.invitations.at(-1 - command.newest);
        if (!invitation) return null;
        const { id } = invitation;
        const input = { id, seen: new Date(invitation.sentAt), reason: REASON };
        const target = command.step === "delete" ? async () => EVERY_ENTITY : (tx: ScopedTx) => entityOfInvitation(tx, id);
        const does = { resend: resendInvitation, revoke: revokeInvitation, delete: deleteInvitation }[command.step];
        const outcome = await run("Invitations.Send", target, (tx, grant) => does(tx, grant, input));
        if (command.step === "resend" && outcome === "done") await this.#keepToken();
        return { kind: command.step, by, outcome, id };
      }
      case "role": {
        const subject = currentOf(state, at(ACCOUNTS, command.account).oid);
        if (!subject || !isRoleKey(command.role)) return null;
        const { id, authzVersion } = subject;
        const endsAt = command.hours === null ? null : new Date(Math.floor(Date.now() / 1_000) * 1_000 + command.hours * HOUR);
        const input = { id, seen: authzVersion - (command.stale ? 1 : 0), role: command.role, global: command.global, endsAt, reason: REASON };
        const to: Holding = { role: command.role, global: command.global, endsAt: endsAt?.getTime() ?? null };
        const target = (tx: ScopedTx) => entityOfUser(tx, id);
        const outcome = command.ask
          ? await run("Users.Manage", target, (tx, grant) => requestRole(tx, grant, input))
          : await run("Users.Promote", target, (tx, grant) => changeRole(tx, grant, input));
        return { kind: command.ask ? "request" : "change", by, outcome, id, to };
      }
      case "decide": {
        const request = state.requests.at(-1 - command.newest);
        if (!request) return null;
        const { id } = request;
        const target = (tx: ScopedTx) => entityOfRequest(tx, id);
        const outcome =
          command.decision === "withdraw"
            ? await run("Users.Manage", target, (tx, grant) => withdrawRequest(tx, grant, { id }))
            : await run("Users.Promote", target, (tx, grant) =>
                (command.decision === "approve" ? approveRequest : rejectRequest)(tx, grant, { id, reason: REASON }),
              );
        return { kind: command.decision, by, outcome, id };
      }
      case "status": {
        const subject = currentOf(state, at(ACCOUNTS, command.account).oid);
        if (!subject) return null;
        const { id, version, name } = subject;
        const { status } = command;
        const outcome =
          status === "terminated"
            ? await run(
                "Users.Manage",
                async () => EVERY_ENTITY,
                (tx, grant) => terminateUser(tx, grant, { id, version, name, reason: REASON }),
              )
            : await run(
                "Users.Manage",
                (tx) => entityOfUser(tx, id),
                (tx, grant) => setUserStatus(tx, grant, { id, version, status, reason: REASON }),
              );
        return { kind: "status", by, outcome, id, status };
      }
      case "reconcile": {
        const drift = state.drift.at(-1 - command.newest);
        if (!drift) return null;
        const { id, userId } = drift;
        let asked = false;
        const settle = command.towards === "directory" ? takeDirectoryValue : writePortalValue;
        const look = async () => {
          const found = await askAgain(caller, "search.look", { id });
          return run(
            "Users.Promote",
            async () => EVERY_ENTITY,
            async (tx, grant) => {
              asked = (await settle(tx, grant, { id, reason: REASON }, found)).request !== null;
            },
          );
        };
        const outcome = await look().catch((error: unknown) => outcomeOf(Promise.reject(error)));
        return { kind: command.towards === "directory" ? "takeDirectory" : "writePortal", by, outcome: asked ? "asked" : outcome, userId };
      }
      case "directory": {
        const does = { askComparison: requestComparison, retry: retryFailedWrites }[command.step];
        return {
          kind: command.step,
          by,
          outcome: await run(
            "Users.Promote",
            async () => EVERY_ENTITY,
            (tx, grant) => does(tx, grant),
          ),
        };
      }
    }
  }

  async #callerOf({ id, sessionId }: Row): Promise<UserActor> {
    const user = await this.database.client.user.findUniqueOrThrow({ where: { id } });
    const entity = this.entities.get(user.entityId);
    if (!entity) throw new Error("The search has no such entity.");
    const caller = callerFor(standingOf({ ...user, entity }));
    return { ...caller, request: { ...caller.request, sessionId: sessionId ?? (await this.#sessionOf(id)) }, authzVersion: user.authzVersion };
  }

  async #sessionOf(userId: string): Promise<string> {
    const id = randomUUID();
    await this.#sql(`INSERT INTO session (id, user_id, expires_at) VALUES ('${id}', '${userId}', now() + interval '1 hour')`);
    return id;
  }

  /** The token is in the letter alone, and there only until it is sent. */
  async #keepToken(): Promise<void> {
    const letter = await this.database.client.mailMessage.findFirst({ where: { sealed: { not: null }, template: "invitation" }, orderBy: { id: "desc" } });
    const token = /#([\w-]+)/.exec(JSON.stringify(await unseal(letter?.sealed ?? "")))?.[1];
    if (token === undefined) throw new Error("The letter has no link.");
    this.#tokens.push(token);
  }

  #sql = (statement: string) => this.database.client.$executeRawUnsafe(statement);
}

const REQUEST = { requestId: randomUUID(), sessionId: null, sourceAddress: "127.0.0.1", userAgent: "search" };

function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new Error(`There is no number ${index}.`);
  return one;
}
