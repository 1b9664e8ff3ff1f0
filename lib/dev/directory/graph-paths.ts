import { createHash } from "node:crypto";
import { z } from "zod";
import { LOCAL_CLIENT_ID, LOCAL_GLOBAL_ROLE, LOCAL_SERVICE_PRINCIPAL_ID, type LocalPerson } from "@/lib/adapters/entra/local-tenant";
import { graphError, type Reply } from "./faults";
import type { DirectoryStore } from "./store";

/** The Microsoft Graph v1.0 requests that the portal makes, answered as Graph would. */

export type Asked = { readonly store: DirectoryStore; readonly url: URL; readonly body: unknown; readonly parts: readonly string[] };

type Path = { readonly method: string; readonly path: RegExp; readonly answer: (asked: Asked) => Reply };

const MOST_ON_A_PAGE = 100;
const ID = "([0-9a-f-]{36})";
const at = (path: string) => new RegExp(`^/v1\\.0${path}$`);

const reference = z.object({ "@odata.id": z.url() });
const invitation = z.object({ invitedUserEmailAddress: z.email(), invitedUserDisplayName: z.string().optional(), inviteRedirectUrl: z.url() });
const newAssignment = z.object({ principalId: z.guid(), resourceId: z.literal(LOCAL_SERVICE_PRINCIPAL_ID), appRoleId: z.literal(LOCAL_GLOBAL_ROLE.id) });

const NO_CONTENT: Reply = { status: 204 };
const notFound = (id: string | undefined): Reply => graphError(404, "Request_ResourceNotFound", `Resource '${id}' does not exist.`);
const badRequest = (message: string): Reply => graphError(400, "Request_BadRequest", message);

export const PATHS: readonly Path[] = [
  {
    method: "GET",
    path: at(`/users/${ID}/transitiveMemberOf/microsoft\\.graph\\.group`),
    answer: ({ store, url, parts: [oid = ""] }) => withPerson(store, oid, ({ groups }) => pageOf(groups.map(idOnly), url)),
  },
  {
    method: "GET",
    path: at("/users"),
    answer: ({ store, url }) =>
      pageOf(
        store.findByAddress(addressIn(url)).map(({ oid }) => idOnly(oid)),
        url,
      ),
  },
  {
    method: "GET",
    path: at(`/users/${ID}`),
    answer: ({ store, parts: [oid = ""] }) => withPerson(store, oid, (person) => ({ status: 200, body: accountOf(person) })),
  },
  {
    method: "DELETE",
    path: at(`/users/${ID}`),
    answer: ({ store, parts: [oid = ""] }) =>
      withPerson(store, oid, (person) => {
        store.remove(person);
        return NO_CONTENT;
      }),
  },
  {
    method: "POST",
    path: at("/invitations"),
    answer({ store, body }) {
      const asked = invitation.safeParse(body);
      if (!asked.success) return badRequest("The invitation is not complete.");
      const { invitedUserEmailAddress, invitedUserDisplayName } = asked.data;
      const guest = store.invite(invitedUserEmailAddress, invitedUserDisplayName ?? invitedUserEmailAddress);
      return { status: 201, body: { id: assignmentId(guest.oid), invitedUserEmailAddress, status: "PendingAcceptance", invitedUser: idOnly(guest.oid) } };
    },
  },
  {
    method: "POST",
    path: at(`/users/${ID}/revokeSignInSessions`),
    // There are no sessions to end here.
    answer: ({ store, parts: [oid = ""] }) => withPerson(store, oid, () => NO_CONTENT),
  },
  {
    method: "GET",
    path: at(`/groups/${ID}/transitiveMembers/microsoft\\.graph\\.user`),
    answer: ({ store, url, parts: [group = ""] }) =>
      pageOf(
        store.membersOf(group).map(({ oid }) => idOnly(oid)),
        url,
      ),
  },
  {
    method: "POST",
    path: at(`/groups/${ID}/members/\\$ref`),
    answer({ store, body, parts: [group = ""] }) {
      const oid = reference.safeParse(body).data?.["@odata.id"].split("/").at(-1) ?? "";
      return withPerson(store, oid, (person) =>
        store.addToGroup(person, group)
          ? NO_CONTENT
          : badRequest("One or more added object references already exist for the following modified properties: 'members'."),
      );
    },
  },
  {
    method: "DELETE",
    path: at(`/groups/${ID}/members/${ID}/\\$ref`),
    answer: ({ store, parts: [group = "", oid = ""] }) =>
      withPerson(store, oid, (person) => (store.removeFromGroup(person, group) ? NO_CONTENT : notFound(oid))),
  },
  {
    method: "GET",
    path: at(`/servicePrincipals\\(appId='${LOCAL_CLIENT_ID}'\\)`),
    answer: () => ({ status: 200, body: { id: LOCAL_SERVICE_PRINCIPAL_ID, appRoles: [{ ...LOCAL_GLOBAL_ROLE, isEnabled: true }] } }),
  },
  {
    method: "GET",
    path: at(`/servicePrincipals/${LOCAL_SERVICE_PRINCIPAL_ID}/appRoleAssignedTo`),
    answer: ({ store, url }) => pageOf(store.holdersOf(LOCAL_GLOBAL_ROLE.value).map(assignmentOf), url),
  },
  {
    method: "POST",
    path: at(`/servicePrincipals/${LOCAL_SERVICE_PRINCIPAL_ID}/appRoleAssignedTo`),
    answer({ store, body }) {
      const asked = newAssignment.safeParse(body);
      if (!asked.success) return badRequest("The assignment is not complete.");
      return withPerson(store, asked.data.principalId, (person) =>
        store.assign(person, LOCAL_GLOBAL_ROLE.value)
          ? { status: 201, body: assignmentOf(person) }
          : badRequest("Permission being assigned already exists on the object"),
      );
    },
  },
  {
    method: "DELETE",
    path: at(`/servicePrincipals/${LOCAL_SERVICE_PRINCIPAL_ID}/appRoleAssignedTo/([\\w-]+)`),
    answer({ store, parts: [id] }) {
      const holder = store.holdersOf(LOCAL_GLOBAL_ROLE.value).find(({ oid }) => assignmentId(oid) === id);
      return holder && store.unassign(holder, LOCAL_GLOBAL_ROLE.value) ? NO_CONTENT : notFound(id);
    },
  },
  {
    method: "GET",
    path: at(`/users/${ID}/appRoleAssignments`),
    answer: ({ store, url, parts: [oid = ""] }) =>
      withPerson(store, oid, (person) => pageOf(person.appRoles.includes(LOCAL_GLOBAL_ROLE.value) ? [assignmentOf(person)] : [], url)),
  },
];

function withPerson(store: DirectoryStore, oid: string, answer: (person: LocalPerson) => Reply): Reply {
  const person = store.find(oid);
  return person ? answer(person) : notFound(oid);
}

const idOnly = (id: string) => ({ id });

/** The account fields that the portal reads; initial people are members, not guests. */
const accountOf = ({ oid, invitedAt, unused }: LocalPerson) => ({
  id: oid,
  userType: invitedAt ? "Guest" : "Member",
  externalUserState: invitedAt ? (unused ? "PendingAcceptance" : "Accepted") : null,
  createdDateTime: invitedAt ?? "2026-01-01T00:00:00Z",
});

const assignmentId = (oid: string): string => createHash("sha256").update(`${LOCAL_GLOBAL_ROLE.id}:${oid}`).digest("base64url");

const assignmentOf = ({ oid }: LocalPerson) => ({
  id: assignmentId(oid),
  appRoleId: LOCAL_GLOBAL_ROLE.id,
  principalId: oid,
  principalType: "User",
  resourceId: LOCAL_SERVICE_PRINCIPAL_ID,
});

/** The only filter that the portal uses: by address. */
function addressIn(url: URL): string {
  const [, quoted = ""] = /^mail eq '((?:[^']|'')*)' or userPrincipalName eq '/.exec(url.searchParams.get("$filter") ?? "") ?? [];
  return quoted.replaceAll("''", "'");
}

function pageOf(items: readonly unknown[], url: URL): Reply {
  const start = wholeNumber(url.searchParams.get("$skiptoken")) ?? 0;
  const end = start + Math.min(wholeNumber(url.searchParams.get("$top")) || MOST_ON_A_PAGE, MOST_ON_A_PAGE);
  const next = new URL(url);
  next.searchParams.set("$skiptoken", String(end));
  return {
    status: 200,
    body: { "@odata.context": `${url.origin}/v1.0/$metadata`, ...(end < items.length ? { "@odata.nextLink": next.href } : {}), value: items.slice(start, end) },
  };
}

const wholeNumber = (text: string | null): number | undefined => (text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined);
