import { Badge, type BadgeProps } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { RequestRow } from "@/lib/domain/roles";
import type { Held } from "@/lib/domain/standing/model";
import { RoleName } from "../../_components/role-name";

export const REQUEST_STATES = {
  pending: { label: "Pending", tone: "warning", icon: "hourglass" },
  approved: { label: "Approved", tone: "positive", icon: "circle-check" },
  rejected: { label: "Rejected", tone: "danger", icon: "circle-x" },
  withdrawn: { label: "Withdrawn", tone: "neutral", icon: "undo" },
  superseded: { label: "Superseded", tone: "neutral", icon: "circle-minus" },
} as const satisfies Record<RequestRow["state"], { label: string } & Pick<BadgeProps, "tone" | "icon">>;

export function RequestState({ state }: Pick<RequestRow, "state">) {
  const { label, tone, icon } = REQUEST_STATES[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

/** The current and the requested role. */
export const RoleStep = ({ from, to }: { from: Held; to: Held }) => (
  <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
    <RoleName {...from} />
    <Icon name="arrow-right" size="sm" className="text-ink-3" />
    <VisuallyHidden>to</VisuallyHidden>
    <RoleName {...to} />
  </span>
);
