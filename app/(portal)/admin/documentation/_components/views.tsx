import { TabStrip } from "@/components/ui/tabs";

export const MATRIX = "/admin/documentation";
export const LIST = "/admin/documentation/list";
const DUE = `${LIST}?reminder=due`;

const VIEWS = [
  { view: "matrix", label: "Matrix", href: MATRIX },
  { view: "list", label: "List", href: LIST },
  { view: "due", label: "Reminders due", href: DUE },
] as const;

/** Links between the views of all pairs. */
export const Views = ({ current }: { current: (typeof VIEWS)[number]["view"] }) => (
  <TabStrip label="Views" className="-mt-2 border-b border-line" tabs={VIEWS.map(({ view, ...tab }) => ({ ...tab, current: view === current }))} />
);
