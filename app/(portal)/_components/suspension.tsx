import type { MarketNow } from "@/components/portal/live-market";
import { SuspensionBanner } from "@/components/portal/suspension-banner";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { readSuspension } from "@/lib/domain/home";
import type { Caller } from "@/lib/platform/audit/event";

/** The halt banner: since when, why, and who to call. Runs no query unless the market is suspended. */
export async function SuspensionNotice({ caller, market, zone }: { caller: Caller; market: MarketNow; zone: string }) {
  const halt = market.state === "suspended" ? await readSuspension(caller) : null;
  return (
    <SuspensionBanner
      market={market}
      details={
        halt && (
          <>
            Nothing trades since <Timestamp value={halt.since} zone={zone} />.{halt.reason && ` Reason: “${halt.reason}”`}
            {halt.desk && (
              <>
                {" "}
                Call <TextLink href={`tel:${halt.desk.phone.replaceAll(" ", "")}`}>{halt.desk.phone}</TextLink> or write to{" "}
                <TextLink href={`mailto:${halt.desk.email}`}>{halt.desk.email}</TextLink>.
              </>
            )}
          </>
        )
      }
    />
  );
}
