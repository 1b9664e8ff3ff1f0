import { DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { DirectoryState } from "@/lib/domain/write-queue";

const KINDS = {
  invite_guest: "Invite as a guest",
  remove_guest: "Remove the guest",
  set_role: "Group of the role",
  set_global: "Global app role",
  revoke_sessions: "Sign out everywhere",
} as const satisfies Record<DirectoryState["kinds"][number], string>;

export const PendingBadge = ({ state: { state } }: { state: DirectoryState }) =>
  state === "failed" ? <Badge tone="danger">Directory write failed</Badge> : <Badge icon="clock">Pending in directory</Badge>;

/** Pending directory writes for a user. Until they are done, the portal's value applies. */
export function Directory({ state, zone }: { state: DirectoryState | null; zone: string }) {
  return (
    <Section title="Directory">
      {state === null ? (
        <p className="text-ink-3">Up to date: no directory writes are pending.</p>
      ) : (
        <DefinitionList
          items={[
            { term: "State", detail: <PendingBadge state={state} /> },
            { term: "Pending changes", detail: [...new Set(state.kinds.map((kind) => KINDS[kind]))].join(", ") },
            { term: "Since", detail: <Timestamp value={state.since} zone={zone} /> },
            ...(state.lastError ? [{ term: "Last answer", detail: state.lastError }] : []),
          ]}
        />
      )}
    </Section>
  );
}
