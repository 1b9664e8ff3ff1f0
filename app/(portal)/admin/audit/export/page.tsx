import type { Metadata } from "next";
import { PageBody } from "@/components/portal/page-body";
import { DocumentLink } from "@/components/ui/document-link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { auditExportQuery, type LogExport, logSearch } from "@/lib/domain/audit";
import { writeSearch } from "@/lib/domain/audit/model";
import { preferences } from "@/lib/domain/preferences";
import { listHref, type SearchParams } from "@/lib/platform/lists/params";
import { searchOf } from "@/lib/platform/operations/decode";
import { AUDIT_PATH, isEmpty, logHref } from "../_components/log-address";

export const metadata: Metadata = { title: "Export the audit log" };

export default async function AuditExportPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = searchOf(logSearch, await searchParams);
  const { zone } = await preferences();
  const found = await openPage(auditExportQuery, { ...params, zone });
  return (
    <PageBody title="Export the audit log" back={{ href: logHref(found.search), label: "Audit log" }}>
      <Section title={titleOf(found.count)}>
        <div className="grid gap-4">
          <p className="max-w-measure text-ink-2">
            {isEmpty(found.search) ? "Everything on the record but page views." : "Exactly what this search finds, on all of its pages."} The newest comes
            first. The export is recorded when it begins, and again with the number of entries when it ends.
          </p>
          {!isEmpty(found.search) && (
            <p>
              Search: <code className="font-mono text-sm">{writeSearch(found.search)}</code>
            </p>
          )}
          <Files found={found} zone={zone} />
        </div>
      </Section>
    </PageBody>
  );
}

function titleOf(count: LogExport["count"]): string {
  if (typeof count === "number") return count === 1 ? "1 entry" : `${count.toLocaleString("en-NZ")} entries`;
  return count === null ? "No entries" : "More entries than can be counted quickly";
}

function Files({ found: { search, problems, count }, zone }: { found: LogExport; zone: string }) {
  if (problems.length > 0) return <Notice tone="danger" title={problems.join(" ")} />;
  if (count === 0) return <p>There is nothing to export.</p>;
  const file = (format: string) => listHref(`${AUDIT_PATH}/export/file`, { q: writeSearch(search), zone, format });
  return (
    <ul className="flex flex-wrap gap-2">
      {[
        ["CSV, for spreadsheets", "csv"],
        ["JSON Lines", "jsonl"],
      ].map(([label, format = ""]) => (
        <li key={format}>
          <DocumentLink
            href={file(format)}
            download
            className="inline-flex h-control items-center gap-1.5 rounded-sm border border-line-strong bg-surface px-3 font-medium hover:bg-hover"
          >
            {label}
          </DocumentLink>
        </li>
      ))}
    </ul>
  );
}
