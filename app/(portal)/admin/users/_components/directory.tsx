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

/** Whether the directory knows what the portal says of a person; until it does, the portal's word stands. */
export function Directory({ state, zone }: { state: DirectoryState | null; zone: string }) {
  return (
    <Section title="Directory">
      {state === null ? (
        <p className="text-ink-3">In step: nothing is waiting to be told to the directory.</p>
      ) : (
        <DefinitionList
          items={[
            { term: "State", detail: <PendingBadge state={state} /> },
            { term: "To be told", detail: [...new Set(state.kinds.map((kind) => KINDS[kind]))].join(", ") },
            { term: "Since", detail: <Timestamp value={state.since} zone={zone} /> },
            ...(state.lastError ? [{ term: "Last answer", detail: state.lastError }] : []),
          ]}
        />
      )}
    </Section>
  );
}
