import { EmptyState } from "@/components/portal/empty-state";
import { differencesBetween } from "@/lib/configuration/difference";
import type { Version } from "@/lib/configuration/queries";
import { Differences } from "./differences";

/** What the later of two versions changed, field by field. */
export const Difference = ({ earlier, later }: { earlier: Version; later: Version }) => (
  <Differences
    caption={`From version ${earlier.number} to version ${later.number}`}
    differences={differencesBetween(earlier.content, later.content)}
    from={`Version ${earlier.number}`}
    to={`Version ${later.number}`}
    empty={<EmptyState kind="none" title={`Versions ${earlier.number} and ${later.number} say the same`} />}
  />
);
