"use client";

import { usePathname } from "next/navigation";
import { type Tab, TabStrip } from "@/components/ui/tabs";

/** Tabs whose current one follows the address. */
export function PanelTabs({ label, tabs, className }: { label: string; tabs: readonly Tab[]; className?: string }) {
  const path = usePathname();
  // The longest match: /admin/users belongs to Users and not to the overview, /admin.
  const current = tabs.filter(({ href }) => path === href || path.startsWith(`${href}/`)).sort((a, b) => b.href.length - a.href.length)[0];
  return <TabStrip label={label} {...(className ? { className } : {})} tabs={tabs.map((tab) => ({ ...tab, current: tab === current }))} />;
}
