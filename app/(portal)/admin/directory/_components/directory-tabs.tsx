import { TabStrip } from "@/components/ui/tabs";

const TABS = [
  { href: "/admin/directory", label: "Changes to tell" },
  { href: "/admin/directory/drift", label: "Comparison" },
] as const;

/** The two views of the directory: what it is told, and what it says. */
export const DirectoryTabs = ({ current }: { current: (typeof TABS)[number]["href"] }) => (
  <TabStrip label="Directory" className="-mt-2 border-b border-line" tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))} />
);
