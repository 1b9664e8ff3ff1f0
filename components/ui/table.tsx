import type { ComponentProps } from "react";
import type { PageAddress } from "@/lib/platform/local-path";
import { Icon } from "./icon";
import { PageLink } from "./page-link";

/** Cells are plain `th` and `td`, styled by the class `list` in globals.css. `numeric` aligns a cell right. */

// A scrolling region must be keyboard-focusable; not every browser makes it so.
const reachable = { tabIndex: 0 };

/**
 * A table in its own scrolling region. Its first column is sticky; on wide windows, where the region's height is limited, so is its
 * header.
 */
export function Table({ label, children }: Pick<ComponentProps<"table">, "children"> & { label: string }) {
  return (
    <section
      aria-label={label}
      {...reachable}
      className="relative isolate overflow-auto rounded-md border border-line bg-surface lg:max-h-[70dvh] print:max-h-none"
    >
      <table className="list">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export type SortDirection = "asc" | "desc";

const sortIcon = { asc: "arrow-up", desc: "arrow-down", none: "chevrons-up-down" } as const;

export type SortHeaderProps = ComponentProps<"th"> & { href: PageAddress; direction?: SortDirection | undefined };

/** A column heading that links to the list in another order. */
export function SortHeader({ href, direction, children, ...props }: SortHeaderProps) {
  const sorted = direction && (direction === "asc" ? "ascending" : "descending");
  return (
    <th scope="col" aria-sort={sorted} {...props}>
      <PageLink href={href} scroll={false} className={direction ? "sort text-ink" : "sort"}>
        {children}
        <Icon name={sortIcon[direction ?? "none"]} size="sm" className={direction ? undefined : "opacity-60"} />
      </PageLink>
    </th>
  );
}
