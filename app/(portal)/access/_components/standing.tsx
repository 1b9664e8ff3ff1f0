import type { ReactNode } from "react";

/** Items with their state: side by side on wide windows, stacked on a phone. */
export const StandingList = ({ children }: { children: ReactNode }) => <dl className="grid divide-y divide-line">{children}</dl>;

export type StandingProps = { name: ReactNode; badges: ReactNode; children: ReactNode };

export function Standing({ name, badges, children }: StandingProps) {
  return (
    <div className="grid gap-x-6 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,3fr)]">
      <dt className="flex flex-wrap content-start items-center gap-x-2 gap-y-1">{name}</dt>
      <dd className="grid max-w-measure gap-1">
        <div className="flex flex-wrap gap-2">{badges}</div>
        {children}
      </dd>
    </div>
  );
}
