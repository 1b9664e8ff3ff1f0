import type { Wish } from "@/lib/platform/authz/explain";
import type { WrittenPath } from "@/lib/platform/local-path";

/** The link to the access request form, filled in with permission, scope and page. */
export function askHref({ access, everyEntity }: Wish, from?: string | null): WrittenPath {
  const query = new URLSearchParams({ for: access, ...(everyEntity && { across: "all" }), ...(from && { from }) });
  return `/access/ask?${query}`;
}
