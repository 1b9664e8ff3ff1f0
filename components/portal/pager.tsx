import { Button, LinkButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { Counted, Page } from "@/lib/platform/lists/keyset";
import type { PageAddress } from "@/lib/platform/local-path";

export type PagerProps = {
  page: Page<unknown>;
  /** What the rows are, in the plural. */
  of: string;
  /** The address of the page that starts at a cursor. */
  href: (cursor: string, towards: "previous" | "next") => PageAddress;
  total?: Counted | null | undefined;
};

/** Keyset pagination. No page numbers, as rows before a page are not counted; nothing at all when one page holds every row. */
export function Pager({ page, of, href, total }: PagerProps) {
  const steps = page.previous !== null || page.next !== null;
  if (page.rows.length === 0 && !steps) return null;
  return (
    <nav aria-label={`Pages of ${of}`} className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-ink-3" aria-live="polite">
        {page.rows.length} {steps ? `on this page${total ? ` of ${counted(total)}` : ""}` : "in all"}
      </p>
      {steps && (
        <div className="flex gap-2">
          <Step href={page.previous === null ? undefined : href(page.previous, "previous")} rel="prev" />
          <Step href={page.next === null ? undefined : href(page.next, "next")} rel="next" />
        </div>
      )}
    </nav>
  );
}

const counted = ({ count, isMore }: Counted): string => `${isMore ? "more than " : ""}${count.toLocaleString("en-NZ")}`;

function Step({ href, rel }: { href: PageAddress | undefined; rel: "prev" | "next" }) {
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
