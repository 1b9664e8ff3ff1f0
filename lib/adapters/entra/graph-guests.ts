import "server-only";
import { z } from "zod";
import type { GuestOutcome } from "@/lib/domain/write-queue";
import { env } from "@/lib/platform/env";
import { readAll } from "./graph-client";
import { assertEmptyBody, oidOf, request, unlessGone } from "./graph-writes";

/** Making and removing guests. An account that exists is only ever looked at. */

const withId = z.object({ id: z.guid() });
const invited = z.object({ invitedUser: withId });
const account = z.object({ id: z.guid(), userType: z.string().nullish(), externalUserState: z.string().nullish(), createdDateTime: z.iso.datetime() });

/** The tolerated difference between this clock and the directory's. */
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Creates a guest for an address without an account; the portal sends the message, not Entra. Graph may answer with an existing
 * account known by another address, so check whether it is new.
 */
export async function inviteUnlessKnown(address: string, name: string, signal: AbortSignal): Promise<GuestOutcome> {
  const known = await findByAddress(address, signal);
  if (known.length > 0) return { kind: "known", oids: known };
  const began = Date.now();
  const body = {
    invitedUserEmailAddress: address,
    invitedUserDisplayName: name || address,
    inviteRedirectUrl: `${env().APP_URL}/sign-in`,
    sendInvitationMessage: false,
  };
  const { id } = invited.parse(await request("/invitations", signal).post(body)).invitedUser;
  const made = await readAccount(id, signal);
  const isNew = made !== null && isUnused(made) && Date.parse(made.createdDateTime) >= began - CLOCKS_APART_MS;
  return isNew ? { kind: "made", oid: id } : { kind: "known", oids: [id] };
}

/** Deletes a guest that this portal created, unless the account has been used. */
export async function removeGuest(oid: string, signal: AbortSignal): Promise<GuestOutcome> {
  const found = await readAccount(oid, signal);
  if (found && isUnused(found)) assertEmptyBody(await unlessGone(request(`/users/${oidOf(oid)}`, signal).delete()));
  return { kind: "removed", oid };
}

const isUnused = ({ userType, externalUserState }: z.infer<typeof account>): boolean => userType === "Guest" && externalUserState === "PendingAcceptance";

async function readAccount(oid: string, signal: AbortSignal): Promise<z.infer<typeof account> | null> {
  const found = await unlessGone(request(`/users/${oidOf(oid)}?$select=id,userType,externalUserState,createdDateTime`, signal).get());
  return found === undefined ? null : account.parse(found);
}

/** Accounts with this address, as mail or sign-in name. */
async function findByAddress(address: string, signal: AbortSignal): Promise<readonly string[]> {
  const quoted = `'${address.replaceAll("'", "''")}'`;
  const filter = encodeURIComponent(`mail eq ${quoted} or userPrincipalName eq ${quoted}`);
  const found = await readAll({ path: `/users?$filter=${filter}&$select=id&$top=20`, item: withId, maxPages: 1, ask: (path) => request(path, signal) });
  return found.map(({ id }) => id);
}
