import type { Metadata } from "next";
import { DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { LinkButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { auditListQuery, type LogView, logParams } from "@/lib/domain/audit";
import { writeSearch } from "@/lib/domain/audit/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { auditColumns } from "./_components/audit-columns";
import { EntryPanel, NoEntry } from "./_components/entry-panel";
import { AUDIT_PATH, changedHref, isEmpty, logHref } from "./_components/log-address";
import { LogBar, Narrower } from "./_components/log-bar";
import { LogBars } from "./_components/log-bars";
import { LogChips } from "./_components/log-chips";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(logParams, await searchParams);
  const { zone } = await preferences();
  const view = await openPage(auditListQuery, { ...params, zone });
  const { search, entry } = view;
  const close = logHref(search, { cursor: params.cursor });

  return (
    <PageBody
      title="Audit log"
      actions={
        <>
          <LogBar search={search} zone={zone} />
          <LinkButton icon="download" href={listHref(`${AUDIT_PATH}/export`, { q: writeSearch(search) })}>
            Export
          </LinkButton>
        </>
      }
    >
      <LogChips {...view} />
      <div className={cx("-mt-1 grid grid-cols-[minmax(0,1fr)] items-start gap-4", params.entry && "lg:grid-cols-[minmax(0,1fr)_26rem]")}>
        <div className={cx("grid grid-cols-[minmax(0,1fr)] gap-1", params.entry && "max-lg:hidden")}>
          <LogBars search={search} bars={view.bars} newer={view.folded?.before[0] ?? 0} zone={zone} />
          <Entries view={view} cursor={params.cursor} zone={zone} />
        </div>
        {params.entry && (entry ? <EntryPanel entry={entry} close={close} zone={zone} /> : <NoEntry of={params.entry} close={close} />)}
      </div>
    </PageBody>
  );
}

function Entries({ view, cursor, zone }: { view: LogView; cursor: string | undefined; zone: string }) {
  const { search, page, folded, names, problems } = view;
  if (page === null) return <Unreadable problems={problems} />;
  if (page === "too-slow") return <Slow view={view} />;
  const after = new Map(page.rows.map(({ id }, index) => [id, folded?.before[index + 1] ?? folded?.after ?? 0]));
  if (page.rows.length === 0) return <Nothing view={view} cursor={cursor} />;
  return (
    <div id="entries" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DataTable
        caption="Audit log"
        columns={auditColumns({
          names,
          zone,
          opened: (id) => logHref(search, { cursor, entry: id }),
          folded: (id) => after.get(id) ?? 0,
          unfolded: changedHref(search, { show: "views" }),
        })}
        rows={page.rows}
        rowKey={({ id }) => id}
      />
      <Pager page={page} of="entries" href={(at) => logHref(search, { cursor: at })} />
      <p className="text-sm text-ink-3">Times are in {zone}. Reading and exporting this log are recorded in it.</p>
    </div>
  );
}

const Unreadable = ({ problems }: { problems: readonly string[] }) => (
  <Notice tone="danger" title="This search cannot be run">
    <ul>
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  </Notice>
);

const Slow = ({ view: { search } }: { view: LogView }) => (
  <Notice tone="warning" title="The log is too long to answer this search within two seconds">
    <p className="mb-2">Nothing was left out. Narrow it, for example by time:</p>
    <Narrower search={search} />
  </Notice>
);

function Nothing({ view: { search, folded }, cursor }: { view: LogView; cursor: string | undefined }) {
  if (isEmpty(search) && !cursor) return <EmptyState kind="none" title="Nothing is on the record yet" />;
  const views = folded?.after ?? 0;
  return (
    <EmptyState kind="no-match" title="Nothing on the record matches" clearHref={AUDIT_PATH}>
      {views > 0 && (
        <TextLink href={changedHref(search, { show: "views" })}>
          {views.toLocaleString("en-NZ")} {views === 1 ? "page view matches" : "page views match"}
        </TextLink>
      )}
    </EmptyState>
  );
}
