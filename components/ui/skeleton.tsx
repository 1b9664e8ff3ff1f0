import { cx } from "./cx";
import { VisuallyHidden } from "./visually-hidden";

const widths = ["w-3/5", "w-4/5", "w-2/5", "w-1/2", "w-2/3"] as const;

/** One grey bar. */
export const Skeleton = ({ className }: { className?: string | undefined }) => (
  <div aria-hidden="true" className={cx("h-3 motion-safe:animate-breathe rounded-sm bg-line forced-colors:bg-[GrayText]", className)} />
);

export type TableSkeletonProps = {
  /** What is on its way: "users" is heard as "Loading users …". */
  of: string;
  rows?: number | undefined;
  columns?: number | undefined;
};

/** The outline of a table that is still being read, of the table's own height per row. */
export function TableSkeleton({ of, rows = 8, columns = 5 }: TableSkeletonProps) {
  const cells = Array.from({ length: columns }, (_, index) => index);
  return (
    <div role="status" className="overflow-hidden rounded-md border border-line bg-surface">
      <VisuallyHidden>Loading {of} …</VisuallyHidden>
      <div aria-hidden="true" className="h-8 border-b border-line bg-sunken" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden="true" className="flex h-9 items-center gap-6 border-b border-line px-4 last:border-b-0">
          {cells.map((cell) => (
            <div key={cell} className="flex-1">
              <Skeleton className={widths[(row * 2 + cell * 3) % widths.length]} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
