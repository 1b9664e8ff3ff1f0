import { TabStrip } from "@/components/ui/tabs";

const TABS = [
  { href: "/admin/directory", label: "Changes to tell" },
  { href: "/admin/directory/drift", label: "Comparison" },
] as const;

/** Two views of the directory: queued writes, and drift. */
export const DirectoryTabs = ({ current }: { current: (typeof TABS)[number]["href"] }) => (
  <TabStrip label="Directory" className="-mt-2 border-b border-line" tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))} />
);
