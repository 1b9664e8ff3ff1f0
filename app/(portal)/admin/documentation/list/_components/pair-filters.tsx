import { STATUS_LABELS } from "@/components/portal/documentation";
import type { FilterSelect } from "@/components/portal/filter-bar";
import { controlClass } from "@/components/ui/field";
import type { Party } from "@/lib/domain/documentation";
import { DOCUMENTATION_STATES, type PairListParams } from "@/lib/domain/documentation/model";

const STATUSES = [{ value: "", label: "Any status" }, ...DOCUMENTATION_STATES.map((value) => ({ value, label: `${STATUS_LABELS[value]} on either side` }))];
const TRADING = [
  { value: "", label: "May trade or blocked" },
  { value: "allowed", label: "May trade" },
  { value: "blocked", label: "Blocks trading" },
];
const REMINDERS = [
  { value: "", label: "Any reminder" },
  { value: "due", label: "Reminder due" },
];

export const pairSelects = (filters: PairListParams, parties: readonly Pick<Party, "code" | "shortName">[]): readonly FilterSelect[] => [
  {
    name: "entity",
    label: "Entity",
    value: filters.entity ?? "",
    options: [{ value: "", label: "Any entity" }, ...parties.map(({ code, shortName }) => ({ value: code, label: shortName }))],
  },
  { name: "status", label: "Status", value: filters.status ?? "", options: STATUSES },
  { name: "trading", label: "Trading", value: filters.trading ?? "", options: TRADING },
  { name: "reminder", label: "Reminder", value: filters.reminder ?? "", options: REMINDERS },
];

export const Since = ({ day = "" }: { day: string | undefined }) => (
  <label className="flex items-center gap-2 whitespace-nowrap text-ink-2">
    Changed since
    <input key={day} type="date" name="since" defaultValue={day} className={`${controlClass} h-control w-auto`} />
  </label>
);
