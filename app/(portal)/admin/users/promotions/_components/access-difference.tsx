import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { Icon } from "@/components/ui/icon";
import type { AccessDifference as Difference } from "@/lib/platform/authz/difference";
import { type Permission, permissionInfo } from "@/lib/platform/authz/permissions";

/** What a role change adds and removes: permissions, tabs and audited powers. */
export function AccessDifference({ difference }: { difference: Difference }) {
  const { permissions, tabs, reach } = difference;
  const same = !reach && [permissions, tabs].every(({ gained, lost }) => gained.length + lost.length === 0);
  if (same) return <p className="text-ink-2">Nothing: the same permissions and the same tabs.</p>;
  return (
    <div className="grid gap-4">
      {reach && <Reach reach={reach} />}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Side title="Gains" side="gained" difference={difference} />
        <Side title="Loses" side="lost" difference={difference} />
      </div>
    </div>
  );
}

const Reach = ({ reach }: { reach: "gained" | "lost" }) => (
  <p className="flex items-start gap-2">
    <Icon name="globe" className="mt-0.5 text-ink-3" />
    {reach === "gained"
      ? "With Global everything held reaches across all entities, not just their own."
      : "Without Global everything held reaches no further than their own entity."}
  </p>
);

function Side({ title, side, difference }: { title: string; side: "gained" | "lost"; difference: Difference }) {
  const { permissions, tabs, audited } = difference;
  if (permissions[side].length + tabs[side].length === 0)
    return (
      <div className="grid content-start gap-1">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-ink-3">Nothing</p>
      </div>
    );
  return (
    <div className="grid content-start gap-3">
      <h3 className="font-semibold">{title}</h3>
      <Part label="Permissions" side={side} items={permissions[side].map((permission) => [permission, <PermissionLine permission={permission} />])} />
      <Part label="Tabs of the Admin panel" side={side} items={tabs[side].map(({ id, label }) => [id, label])} />
      <p className="text-sm text-ink-3">
        {audited[side].length === 0
          ? "No audited power."
          : `${audited[side].length} audited ${audited[side].length === 1 ? "power" : "powers"}: every use is on the record.`}
      </p>
    </div>
  );
}

function Part({ label, side, items }: { label: string; side: "gained" | "lost"; items: readonly (readonly [key: string, content: ReactNode])[] }) {
  return (
    <div className="grid gap-1">
      <h4 className="text-sm text-ink-3">{label}</h4>
      {items.length === 0 ? (
        <p className="text-ink-3">None</p>
      ) : (
        <ul className="grid gap-1.5">
          {items.map(([key, content]) => (
            <li key={key} className="flex items-start gap-2">
              <Icon name={side === "gained" ? "plus" : "circle-minus"} size="sm" className={side === "gained" ? "mt-1 text-positive" : "mt-1 text-danger"} />
              {content}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const PermissionLine = ({ permission }: { permission: Permission }) => (
  <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
    {permissionInfo(permission).label}
    <Code>{permission}</Code>
    {permissionInfo(permission).audited && <Badge icon="eye">Audited</Badge>}
  </span>
);
