import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import type { PageAddress } from "@/lib/platform/local-path";

type Kind =
  /** Nothing exists yet; offer to create the first one. */
  | { kind: "none"; action?: ReactNode }
  /** The filters hide everything. */
  | { kind: "no-match"; clearHref: PageAddress }
  /** Rows may exist, but this user may not see them. */
  | { kind: "not-yours"; action?: ReactNode };

export type EmptyStateProps = Kind & { title: string; children?: ReactNode };

const icons: Record<Kind["kind"], IconName> = { none: "inbox", "no-match": "search-x", "not-yours": "lock" };

/** Replaces an empty list. */
export function EmptyState({ title, children, ...kind }: EmptyStateProps) {
  return (
    <div className="grid content-center justify-items-center gap-3 rounded-md border border-dashed border-line-strong bg-surface px-6 py-10 text-center">
      <Icon name={icons[kind.kind]} size="lg" className="text-ink-3" />
      <div className="grid gap-1">
        <p className="text-md font-semibold">{title}</p>
        {children && <div className="max-w-measure text-ink-2">{children}</div>}
      </div>
      {kind.kind === "no-match" ? <LinkButton href={kind.clearHref}>Clear the filters</LinkButton> : kind.action}
    </div>
  );
}
