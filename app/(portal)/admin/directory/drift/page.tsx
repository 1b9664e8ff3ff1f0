import type { Metadata } from "next";
import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { type Column, DataTable } from "@/components/portal/data-table";
import { EmptyState } from "@/components/portal/empty-state";
import { PageBody } from "@/components/portal/page-body";
import { Pager } from "@/components/portal/pager";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { openPage } from "@/lib/adapters/web/page";
import { type Comparison, type DriftRow, driftListQuery } from "@/lib/domain/directory";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { formatInstant } from "@/lib/platform/time/format-instant";
import { DirectoryTabs } from "../_components/directory-tabs";
import { portalText, standingText } from "../_components/words";
import { requestComparisonAction } from "../actions";

export const metadata: Metadata = { title: "Directory comparison" };

const PATH = "/admin/directory/drift";

export default async function DriftPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(driftListQuery.input, await searchParams);
  const { latest, result, page } = await openPage(driftListQuery, params);
  const { zone } = await preferences();

  return (
    <PageBody
      title="Directory"
      description="People whose role or Global differs between Microsoft Entra ID and the portal."
      actions={
        latest?.state !== "waiting" && (
          <ActionForm action={requestComparisonAction}>
            <SubmitButton>Compare now</SubmitButton>
          </ActionForm>
        )
      }
    >
      <DirectoryTabs current={PATH} />
      {latest && latest !== result && <Progress comparison={latest} />}
      {result && <p className="text-ink-2">{summary(result, zone)}</p>}
      {page ? (
        <>
          <DataTable
            caption="Differences between portal and directory"
            rows={page.rows}
            rowKey={({ id }) => id}
            rowHref={({ id }) => `${PATH}/${id}`}
            columns={COLUMNS}
            empty={<EmptyState kind="none" title="Portal and directory agree" />}
          />
          <Pager page={page} of="differences" href={(cursor) => listHref(PATH, { cursor })} />
        </>
      ) : (
        <EmptyState kind="none" title="No comparison has run yet">
          A comparison reads every role group and everyone with Global, and changes nothing.
        </EmptyState>
      )}
    </PageBody>
  );
}

function Progress({ comparison: { state, lastError } }: { comparison: Comparison }) {
  if (state === "failed")
    return (
      <Notice tone="danger" title="The latest comparison did not finish. Compare again.">
        {lastError}
      </Notice>
    );
  return (
    <Notice title="A comparison is running.">
      Its result appears here: <TextLink href={PATH}>look again</TextLink>.
    </Notice>
  );
}

function summary({ finishedAt, requestedAt, requestedBy, compared, strangers }: Comparison, zone: string): string {
  const people = compared === 1 ? "1 person" : `${compared} people`;
  const others = strangers > 0 ? ` ${strangers} in a role group or with Global ${strangers === 1 ? "has" : "have"} no account here, which opens nothing.` : "";
  return `${people} compared, ${formatInstant(finishedAt ?? requestedAt, zone)}, for ${requestedBy}. Who is still to be told of is left out.${others}`;
}

const COLUMNS: readonly Column<DriftRow>[] = [
  { key: "person", header: "Person", cell: ({ user }) => user.displayName, primary: true },
  { key: "entity", header: "Entity", cell: ({ user }) => user.entity.shortName },
  { key: "portal", header: "Portal", cell: ({ portalRole, portalGlobal, user }) => portalText(portalRole, portalGlobal, user.status) },
  { key: "directory", header: "Directory", cell: ({ directoryRoles, directoryGlobal }) => standingText(directoryRoles, directoryGlobal) },
  { key: "state", header: "State", cell: (row) => <Settled row={row} /> },
];

const Settled = ({ row: { settledAt, settledTowards } }: { row: DriftRow }) =>
  settledAt ? (
    <Badge tone="positive">{settledTowards === "portal" ? "Portal’s value written" : "Directory’s value taken"}</Badge>
  ) : (
    <Badge tone="warning">Differs</Badge>
  );
