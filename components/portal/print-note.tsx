import { preferences } from "@/lib/domain/preferences";
import { formatInstant } from "@/lib/platform/time/format-instant";
import { PrintedAt } from "./printed-at";

/** On paper only: when the page was read and when it was printed, each with its zone. */
export async function PrintNote() {
  const { zone } = await preferences();
  return <PrintedAt read={formatInstant(new Date(), zone)} zone={zone} />;
}
