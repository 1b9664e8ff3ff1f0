import { ChangesTable } from "@/components/portal/changes-table";
import { EmptyState } from "@/components/portal/empty-state";
import type { Version } from "@/lib/domain/configuration";
import { differencesBetween } from "@/lib/domain/configuration/model";

/** The later version's changes, field by field. */
export const Difference = ({ earlier, later, zone }: { earlier: Version; later: Version; zone: string }) => (
  <ChangesTable
    caption={`From version ${earlier.number} to version ${later.number}`}
    changes={differencesBetween(earlier.content, later.content)}
    from={`Version ${earlier.number}`}
    to={`Version ${later.number}`}
    zone={zone}
    empty={<EmptyState kind="none" title={`Versions ${earlier.number} and ${later.number} say the same`} />}
  />
);
