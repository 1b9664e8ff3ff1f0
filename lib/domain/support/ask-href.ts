import type { Wish } from "@/lib/platform/authz/explain";
import type { WrittenPath } from "@/lib/platform/local-path";

/** Where one asks for what was refused, filled in: which permission, in which scope, and from which page. */
export function askHref({ access, everyEntity }: Wish, from?: string | null): WrittenPath {
  const query = new URLSearchParams({ for: access, ...(everyEntity && { across: "all" }), ...(from && { from }) });
  return `/access/ask?${query}`;
}
