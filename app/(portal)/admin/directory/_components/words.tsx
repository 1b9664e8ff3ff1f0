import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { WriteRow } from "@/lib/domain/directory";
import { roleLabel } from "@/lib/platform/authz/roles";

export const WRITE_STATES: Readonly<Record<WriteRow["state"], { label: string; tone: Tone }>> = {
  pending: { label: "Pending", tone: "info" },
  failed: { label: "Failed", tone: "danger" },
  done: { label: "Done", tone: "positive" },
  superseded: { label: "Superseded", tone: "neutral" },
};

export const WriteState = ({ state }: Pick<WriteRow, "state">) => <Badge tone={WRITE_STATES[state].tone}>{WRITE_STATES[state].label}</Badge>;

/** Labels for the kinds of directory writes. */
export function writeText({ kind, role, global }: Pick<WriteRow, "kind" | "role" | "global">): string {
  if (kind === "invite_guest") return "Invite as a guest where there is no account";
  if (kind === "remove_guest") return "Remove the guest that was made for the invitation";
  if (kind === "set_role") return role === null ? "Out of every role group" : `Into the group of ${roleLabel(role)} only`;
  if (kind === "set_global") return global ? "Give Global" : "Take Global away";
  return "End sign-in sessions";
}

/** Roles and Global as one phrase. */
export const standingText = (roles: readonly string[], global: boolean): string =>
  `${roles.map(roleLabel).join(" and ") || "No role group"}${global ? ", with Global" : ""}`;

/** The role and Global a user holds in the portal. Terminated users hold nothing. */
export const portalText = (role: string, global: boolean, status: string): string =>
  status === "terminated" ? `Terminated (was ${roleLabel(role)})` : `${standingText([role], global)}${status === "active" ? "" : `, ${status}`}`;
