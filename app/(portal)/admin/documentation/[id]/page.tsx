import type { Metadata } from "next";
import { TradingBadge } from "@/components/portal/documentation";
import { PageBody } from "@/components/portal/page-body";
import { openPage } from "@/lib/adapters/web/page";
import { pairQuery, tradingSide } from "@/lib/domain/documentation";
import { tradingSentence } from "@/lib/domain/documentation/model";
import { preferences } from "@/lib/domain/preferences";
import { MATRIX } from "../_components/views";
import { DirectionView } from "./_components/direction-view";

export const metadata: Metadata = { title: "Documentation of two entities" };

export default async function PairPage({ params }: { params: Promise<{ id: string }> }) {
  const { pair, ...sides } = await openPage(pairQuery, await params);
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
