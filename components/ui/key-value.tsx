import type { ReactNode } from "react";
import { cx } from "./cx";

/** Terms with their values, side by side where there is room. */
export function KeyValueList({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <dl className={cx("grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)]", className)}>{children}</dl>;
}

export function KeyValue({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="sm:col-span-2 sm:grid sm:grid-cols-subgrid">
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
