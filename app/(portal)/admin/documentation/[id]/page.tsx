import type { Metadata } from "next";
import { TradingBadge } from "@/components/portal/documentation";
import { PageBody } from "@/components/portal/page-body";
import { requireTab } from "@/lib/adapters/web/require-tab";
import { getPair, type Side, tradingSide } from "@/lib/domain/documentation";
import { tradingSentence } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import { type HistoryEntry, historyOf } from "@/lib/platform/audit/queries";
import type { Grant } from "@/lib/platform/authz/grant";
import type { ScopedTx } from "@/lib/platform/db/scoped-tx";
import { consider } from "@/lib/platform/unit-of-work/authorize";
import { MATRIX } from "../_components/views";
import { DirectionView } from "./_components/direction-view";

export const metadata: Metadata = { title: "Documentation of two entities" };

export default async function PairPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { pair, ...sides } = await requireTab("documentation", async ({ tx, grant }) => {
    const found = await getPair(tx, grant, id);
    return found && { pair: found, a: await withHistory(tx, grant, found.a), b: await withHistory(tx, grant, found.b) };
  });
  const { zone } = await preferences();
  const [a, b] = [tradingSide(pair.a), tradingSide(pair.b)];
  return (
    <PageBody
      title={`${pair.a.entity.shortName} and ${pair.b.entity.shortName}`}
      description={tradingSentence(a, b)}
      status={<TradingBadge a={a} b={b} />}
      back={{ href: `${MATRIX}#${pair.id}`, label: "Documentation" }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <DirectionView {...sides.a} about={pair.b.entity} today={pair.today} zone={zone} />
        <DirectionView {...sides.b} about={pair.a.entity} today={pair.today} zone={zone} />
      </div>
    </PageBody>
  );
}

const withHistory = async (tx: ScopedTx, grant: Grant<"Market.Operate">, side: Side) => ({
  side,
  history: side.recordId ? await historyOf(tx, grant, { type: "documentation", id: side.recordId }) : ([] as readonly HistoryEntry[]),
  mayManage: consider(tx, "Docs.Manage", { entityId: side.entity.entityId }).outcome === "grant",
});
