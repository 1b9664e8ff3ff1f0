import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import type { PageStanding } from "@/lib/domain/access/model";
import { askHref } from "@/lib/domain/support/model";
import { Standing, StandingList } from "./standing";

/** Every tab and page, whether this user sees it, and why. */
export const PagesHeld = ({ standings }: { standings: readonly PageStanding[] }) => (
  <StandingList>
    {standings.map(({ page, held, explanation }) => (
      <Standing
        key={page.id}
        name={held ? <TextLink href={page.href}>{page.label}</TextLink> : <span className="font-medium">{page.label}</span>}
        badges={held ? <Badge tone="positive">Shown</Badge> : <Badge icon="lock">Not shown</Badge>}
      >
        <p>{held ? `Takes ${explanation.needs}, for ${explanation.scope}.` : explanation.sentence}</p>
        {explanation.remedy && <p className="text-ink-2">{explanation.remedy}</p>}
        {explanation.ask && (
          <p>
            <TextLink href={askHref(explanation.ask, page.href)} aria-label={`Ask for access to ${page.label}`}>
              Ask for access
            </TextLink>
          </p>
        )}
      </Standing>
    ))}
  </StandingList>
);
