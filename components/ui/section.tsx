import type { ReactNode } from "react";
import { cx } from "./cx";

export type SectionProps = {
  title: string;
  description?: ReactNode;
  /** Beside the heading, such as a quiet button. */
  actions?: ReactNode;
  /** No padding: for a table that fills the section. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A flat, bordered part of a page with its own heading. */
export function Section({ title, description, actions, flush, className, children }: SectionProps) {
  return (
    <section className={cx("rounded-md border border-line bg-surface", className)}>
      <header className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5">
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold">{title}</h2>
          {description && <p className="text-sm text-ink-3">{description}</p>}
        </div>
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      <div className={flush ? "*:rounded-none *:border-0" : "p-4"}>{children}</div>
    </section>
  );
}
