import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

type Alignment = { numeric?: boolean | undefined };
const align = (numeric: boolean | undefined) => (numeric ? "text-right tabular-nums" : "text-left");

// What scrolls must be within reach of the keyboard; not every browser sees to it.
const reachable = { tabIndex: 0 };

/**
 * A table inside a region that scrolls by itself where it does not fit: its first column stays in view, and on wide windows its
 * header as well, since it is then never taller than most of the window.
 */
export function Table({ label, className, children, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      {...reachable}
      className="relative isolate overflow-auto rounded-md border border-line bg-surface lg:max-h-[70dvh] print:max-h-none"
    >
      <table className={cx("w-full border-separate border-spacing-0", className)} {...props}>
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export const THead = ({ className, ...props }: ComponentProps<"thead">) => <thead className={cx("sticky top-0 z-10", className)} {...props} />;

export const TR = ({ className, ...props }: ComponentProps<"tr">) => <tr className={cx("group bg-surface hover:bg-hover", className)} {...props} />;

const cellClass = "h-9 border-b border-line bg-inherit px-3 py-1 align-middle group-last:border-b-0 first:pl-4 last:pr-4";
// Beside a narrow window's pinned first cell, rows keep to one line; the pinned one wraps, times and addresses included, or it would cover its neighbour.
const pinned =
  "first:sticky first:left-0 max-lg:not-first:whitespace-nowrap max-lg:first:max-w-40 max-lg:first:wrap-anywhere max-lg:first:min-w-36 max-lg:first:**:whitespace-normal max-lg:first:border-r max-lg:first:border-r-line";

export function TD({ numeric, className, ...props }: ComponentProps<"td"> & Alignment) {
  return <td className={cx(cellClass, pinned, align(numeric), className)} {...props} />;
}

/** The cell that names its row. */
export function RowHeader({ numeric, className, ...props }: ComponentProps<"th"> & Alignment) {
  return <th scope="row" className={cx(cellClass, pinned, "font-medium", align(numeric), className)} {...props} />;
}

const headClass = "h-8 border-b border-line-strong bg-sunken px-3 text-sm font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4";

/** The cell that names its column. */
export function TH({ numeric, className, ...props }: ComponentProps<"th"> & Alignment) {
  return <th scope="col" className={cx(headClass, pinned, align(numeric), className)} {...props} />;
}

export type SortDirection = "asc" | "desc";

const sortIcon = { asc: "arrow-up", desc: "arrow-down", none: "chevrons-up-down" } as const;

export type SortHeaderProps = ComponentProps<"th"> & Alignment & { href: string; direction?: SortDirection | undefined };

/** A column heading that is a link to the same list in another order. */
export function SortHeader({ href, direction, numeric, children, ...props }: SortHeaderProps) {
  const sorted = direction && (direction === "asc" ? "ascending" : "descending");
  return (
    <TH numeric={numeric} aria-sort={sorted} {...props}>
      <Link
        href={href}
        scroll={false}
        className={cx("inline-flex h-6 items-center gap-1 rounded-sm hover:text-ink", direction && "text-ink", numeric && "flex-row-reverse")}
      >
        {children}
        <Icon name={sortIcon[direction ?? "none"]} size="sm" className={cx(!direction && "opacity-60")} />
      </Link>
    </TH>
  );
}
