import type { ReactNode } from "react";
import { PageHeader, type PageHeaderProps } from "./page-header";
import { Place } from "./place";

/** The layout of every page in the panel: heading, then sections. */
export function PageBody({ children, ...header }: PageHeaderProps & { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 sm:px-6">
      <PageHeader {...header} />
      <Place value={header.back ?? null}>{children}</Place>
    </div>
  );
}
