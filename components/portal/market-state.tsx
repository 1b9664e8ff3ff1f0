import { Badge } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Tone } from "@/components/ui/tone";
import { type MarketState, STATE_TEXTS } from "@/lib/domain/market/model";

const LOOKS: Readonly<Record<MarketState, { readonly tone: Tone; readonly icon: IconName }>> = {
  closed: { tone: "neutral", icon: "lock" },
  preopen: { tone: "info", icon: "hourglass" },
  open: { tone: "positive", icon: "candlesticks" },
  suspended: { tone: "danger", icon: "octagon-x" },
};

/** The market's state as a badge; `named` when the context does not mention the market. */
export const MarketStateBadge = ({ state, named }: { state: MarketState; named?: boolean }) => {
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {named && <span className="max-sm:sr-only">Market: </span>}
      {STATE_TEXTS[state].label}
    </Badge>
  );
};
