import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { History } from "@/components/portal/history";
import { PageBody } from "@/components/portal/page-body";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import { requireTab } from "@/lib/actions/require-tab";
import { type HistoryEntry, historyOf } from "@/lib/audit/queries";
import type { Grant } from "@/lib/authz/grant";
import type { ScopedTx } from "@/lib/db/scope";
import { getPair, type SideDetail } from "@/lib/documentation/queries";
import { preferences } from "@/lib/preferences/read";
import { DocumentationBadge } from "../_components/documentation-badge";
import { TradingBadge, tradingSentence } from "../_components/trading";

export const metadata: Metadata = { title: "Documentation of two entities" };

export default async function PairPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { pair, aHistory, bHistory } = await requireTab("documentation", async ({ tx, grant }) => {
    const found = await getPair(tx, grant, id);
    return found && { pair: found, aHistory: await historyOfSide(tx, grant, found.a), bHistory: await historyOfSide(tx, grant, found.b) };
  });
  const { zone } = await preferences();
  const { a, b } = pair;
  return (
    <PageBody
      title={`${a.entity.shortName} and ${b.entity.shortName}`}
      description={tradingSentence(pair)}
      status={<TradingBadge pair={pair} />}
      back={{ href: "/admin/documentation", label: "Documentation" }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
        <Direction side={a} about={b} history={aHistory} zone={zone} />
        <Direction side={b} about={a} history={bHistory} zone={zone} />
      </div>
    </PageBody>
  );
}

const historyOfSide = async (tx: ScopedTx, grant: Grant<"Market.Operate">, { recordId }: SideDetail): Promise<readonly HistoryEntry[]> =>
  recordId ? historyOf(tx, grant, { type: "documentation", id: recordId }) : [];

type DirectionProps = { side: SideDetail; about: SideDetail; history: readonly HistoryEntry[]; zone: string };

function Direction({ side, about, history, zone }: DirectionProps) {
  const direction = `${side.entity.shortName} about ${about.entity.shortName}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <Section title={direction}>
        <DefinitionList
          items={[
            { term: "Status", detail: <DocumentationBadge status={side.status} /> },
            { term: "Notes", detail: side.notes && <p className="max-w-measure whitespace-pre-wrap">{side.notes}</p> },
            { term: "Set by", detail: side.set?.by ?? "Nobody: without a record there are no documents" },
            { term: "Set at", detail: side.set && <Timestamp value={side.set.at} zone={zone} /> },
          ]}
        />
      </Section>
      <Section title={`History: ${direction}`}>
        <History entries={history} zone={zone} />
      </Section>
    </div>
  );
}
