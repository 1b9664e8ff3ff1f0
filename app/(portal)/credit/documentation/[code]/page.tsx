import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { DocumentationBadge, Reminder, TradingBadge } from "@/components/portal/documentation";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { counterpartyQuery, tradingSides } from "@/lib/domain/documentation";
import { ownTradingSentence } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import { SetOwnSide } from "../_components/set-own-side";
import { Why } from "../_components/why";

export const metadata: Metadata = { title: "Documentation with a counterparty" };

export default async function CounterpartyPage({ params }: { params: Promise<{ code: string }> }) {
  const { sides, history, own, trader, whyNotManage } = await openPage(counterpartyQuery, await params);
  const { zone } = await preferences();
  const counterparty = sides.name ?? sides.code;
  const [us, them] = tradingSides(own.shortName, sides);
  return (
    <PageBody
      title={sides.name ? `${sides.name} (${sides.code})` : sides.code}
      description={ownTradingSentence(us, them, trader)}
      status={<TradingBadge a={us} b={them} trader={trader} />}
      back={{ href: "/credit/documentation", label: "Documentation" }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <Section title={`${own.shortName} about ${counterparty}`}>
          <DefinitionList
            items={[
              { term: "Status", detail: <DocumentationBadge status={sides.ours} /> },
              { term: "Reminder", detail: sides.remindOn && <Reminder day={sides.remindOn} today={sides.today} /> },
              { term: "Notes", detail: sides.notes && <p className="max-w-measure whitespace-pre-wrap">{sides.notes}</p> },
              { term: "Set by", detail: sides.editedBy ?? "No one: without a record there are no documents" },
              { term: "Set at", detail: sides.editedAt && <Timestamp value={sides.editedAt} zone={zone} /> },
            ]}
          />
        </Section>
        <Section title={`${counterparty} about ${own.shortName}`} description="Only they can set their status. Neither side sees the other’s notes.">
          <DefinitionList
            items={[
              { term: "Status", detail: <DocumentationBadge status={sides.theirs} /> },
              { term: "Since", detail: sides.theirsSince && <Timestamp value={sides.theirsSince} zone={zone} /> },
            ]}
          />
        </Section>
        <Section title={`Set what ${own.shortName} says`}>
          {whyNotManage ? <Why title="You cannot set this" explanation={whyNotManage} /> : <SetOwnSide sides={sides} counterparty={counterparty} />}
        </Section>
        <Section title={`History: ${own.shortName} about ${counterparty}`}>
          <History entries={history} zone={zone} />
        </Section>
      </div>
    </PageBody>
  );
}
