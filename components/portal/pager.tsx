import { Button, LinkButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

export type PagerProps = {
  /** How many rows this page shows. */
  showing: number;
  /** What they are, in the plural. */
  of: string;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
};

/** Steps through a list by keyset. There are no page numbers, since nobody counts all rows, and no steps where one page holds them all. */
export function Pager({ showing, of, previousHref, nextHref }: PagerProps) {
  const steps = Boolean(previousHref || nextHref);
  if (showing === 0 && !steps) return null;
  return (
    <nav aria-label={`Pages of ${of}`} className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-ink-3">
        Showing {showing} {of}
      </p>
      {steps && (
        <div className="flex gap-2">
          <Step href={previousHref} rel="prev" />
          <Step href={nextHref} rel="next" />
        </div>
      )}
    </nav>
  );
}

function Step({ href, rel }: { href: string | undefined; rel: "prev" | "next" }) {
  const content =
    rel === "prev" ? (
      <>
        <Icon name="chevron-left" size="sm" />
        Previous
      </>
    ) : (
      <>
        Next
        <Icon name="chevron-right" size="sm" />
      </>
    );
  return href ? (
    <LinkButton size="sm" href={href} rel={rel}>
      {content}
    </LinkButton>
  ) : (
    <Button size="sm" type="button" disabled>
      {content}
    </Button>
  );
}
