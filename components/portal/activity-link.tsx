import { TextLink } from "@/components/ui/link";
import { listHref } from "@/lib/platform/lists/params";
import type { PageAddress } from "@/lib/platform/local-path";

type Props = {
  /** What the audit log is searched for; null for who may not open it. */
  log: string | null;
  /** Where the reader sees it in their own entity's activity instead. */
  own?: PageAddress | null;
  label?: string;
};

/** The way from a thing to what happened to it, for who may know. */
export function ActivityLink({ log, own = null, label = "Activity" }: Props) {
  const href = log === null ? own : listHref("/admin/audit", { q: log });
  return href && <TextLink href={href}>{label}</TextLink>;
}
