import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/link";
import type { PageAddress } from "@/lib/platform/local-path";
import { PrintNote } from "./print-note";
import { StatusLine } from "./status-line";

export type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  /** A link up, such as to the list the page belongs to. */
  back?: { href: PageAddress; label: string } | undefined;
  /** Beside the title: a status, a badge. */
  status?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, description, back, status, actions }: PageHeaderProps) {
  return (
    <header className="grid gap-1">
      {back && (
        <TextLink quiet href={back.href} className="-ml-0.5 inline-flex min-h-6 items-center gap-1 justify-self-start text-ink-3 print:hidden">
          <Icon name="chevron-left" size="sm" />
          {back.label}
        </TextLink>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {status}
          {description && <p className="max-w-measure text-md text-ink-2">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      <StatusLine />
      <PrintNote />
    </header>
  );
}
