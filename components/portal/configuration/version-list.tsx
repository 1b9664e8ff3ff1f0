import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { Pager } from "@/components/portal/pager";
import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { VersionRow } from "@/lib/domain/configuration";
import type { Page } from "@/lib/platform/lists/keyset";
import { listHref } from "@/lib/platform/lists/params";
import type { PagePath } from "@/lib/platform/local-path";
import { ShortHash } from "./version-facts";

/** All versions, newest first, each linked to its changes. `base` is the address of the configuration. */
export function VersionList({ page, base, zone }: { page: Page<VersionRow>; base: PagePath; zone: string }) {
  const [only, another] = page.rows;
  if (only?.number === 1 && !another && !page.previous) {
    return (
      <Section title="Versions">
        <p className="text-ink-2">This is the only version so far: there is no earlier one to compare it with.</p>
      </Section>
    );
  }
  return (
    <div id="versions" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Section title="Versions" description="None is ever changed; each is followed by the next." flush>
        <DataTable
          caption="Versions"
          rows={page.rows}
          rowKey={({ number }) => String(number)}
          rowHref={({ number }) => `${base}/${number}`}
          columns={[
            { key: "number", header: "Version", cell: ({ number }) => `Version ${number}`, primary: true },
            { key: "appliedAt", header: "In force from", cell: ({ appliedAt }) => <Timestamp value={appliedAt} zone={zone} /> },
            { key: "author", header: "Author", cell: ({ authorName }) => authorName },
            { key: "note", header: "Note", cell: ({ note }) => note },
            { key: "hash", header: "Hash", cell: ({ hash }) => <ShortHash hash={hash} /> },
            { key: "difference", header: "Changes", cell: ({ number }) => number > 1 && <Changes number={number} base={base} /> },
          ]}
          empty={<EmptyState kind="none" title="There is no version on this page" action={<LinkButton href={`${base}#versions`}>To the latest</LinkButton>} />}
        />
      </Section>
      <Pager page={page} of="versions" href={(number, towards) => `${listHref(base, towards === "next" ? { older: number } : { newer: number })}#versions`} />
    </div>
  );
}

const Changes = ({ number, base }: { number: number; base: PagePath }) => (
  <TextLink href={listHref(`${base}/${number}`, { against: String(number - 1) })}>Against version {number - 1}</TextLink>
);
