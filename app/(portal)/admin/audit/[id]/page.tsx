import type { Metadata } from "next";
import { DefinitionList } from "@/components/portal/definition-list";
import { PageBody } from "@/components/portal/page-body";
import { Section } from "@/components/ui/section";
import { openPage } from "@/lib/adapters/web/page";
import { auditEntryQuery } from "@/lib/domain/audit";
import { preferences } from "@/lib/domain/preferences";
import { entrySentence } from "../_components/deeds";
import { AsRecorded, Changed, whatHappened, whereFrom, who } from "../_components/entry-details";
import { AUDIT_PATH } from "../_components/log-address";
import { OutcomeBadge } from "../_components/parts";

export const metadata: Metadata = { title: "Audit entry" };

export default async function AuditEntryPage({ params }: { params: Promise<{ id: string }> }) {
  const entry = await openPage(auditEntryQuery, await params);
  const { zone } = await preferences();
  const { event } = entry;

  return (
    <PageBody title={entrySentence(event)} back={{ href: AUDIT_PATH, label: "Audit log" }} status={<OutcomeBadge event={event} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        <Section title="What happened">
          <DefinitionList items={whatHappened(entry, zone)} />
        </Section>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Section title="Who">
            <DefinitionList items={who(entry)} />
          </Section>
          <Section title="Where from">
            <DefinitionList items={whereFrom(entry)} />
          </Section>
        </div>
      </div>
      {event.changes && (
        <Section title="What changed" flush>
          <Changed event={event} zone={zone} />
        </Section>
      )}
      <AsRecorded entry={entry} />
    </PageBody>
  );
}
