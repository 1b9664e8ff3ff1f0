"use client";

import { usePathname } from "next/navigation";
import { type Tab, TabStrip } from "@/components/ui/tabs";

export type PanelTab = Tab & {
  /** Its pages, its own first. Several make a second strip. */
  below?: readonly Tab[] | undefined;
};

/** Tabs, and below them the current tab's pages. The address sets the current ones. */
export function PanelTabs({ label, tabs, className }: { label: string; tabs: readonly PanelTab[]; className?: string }) {
  const path = usePathname();
  const all = tabs.flatMap((tab) => [tab, ...(tab.below ?? [])].map(({ href }) => ({ href, tab })));
  const current = closest(all, path)?.tab;
  const below = current?.below ?? [];
  return (
    <>
      <TabStrip label={label} className={className} tabs={tabs.map((tab) => ({ ...tab, current: tab === current }))} />
      {current && below.length > 0 && <SubStrip label={current.label} tabs={below} current={closest(below, path)} />}
    </>
  );
}

const SubStrip = ({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: Tab | undefined }) => (
  <TabStrip
    small
    label={`Pages of ${label}`}
    className="shrink-0 border-b border-line bg-sunken px-1 sm:px-3"
    tabs={tabs.map((tab) => ({ ...tab, current: tab === current }))}
  />
);

/** The longest prefix wins: /admin/users belongs to Users, not to the overview at /admin. */
function closest<T extends { readonly href: string }>(places: readonly T[], path: string): T | undefined {
  return places.filter(({ href }) => path === href || path.startsWith(`${href}/`)).sort((a, b) => b.href.length - a.href.length)[0];
}
