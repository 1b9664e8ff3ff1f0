"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type Props = { full: boolean; strip: ReactNode; toggle: ReactNode; workspace: ReactNode; children: ReactNode };

/** On Home the panel shows only its strip. */
export function PanelBody({ full, strip, toggle, workspace, children }: Props) {
  if (usePathname() === "/") {
    return (
      <>
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <div className="print:hidden sticky bottom-0 border-t border-line bg-surface">{strip}</div>
      </>
    );
  }
  return (
    <>
      {!full && (
        <section aria-label="Workspace" className="max-h-[32dvh] overflow-auto max-sm:hidden print:hidden">
          {workspace}
        </section>
      )}
      <div className="print:hidden flex items-center border-y border-line bg-surface">
        {strip}
        {toggle}
      </div>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </main>
    </>
  );
}
