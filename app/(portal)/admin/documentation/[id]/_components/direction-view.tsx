import { ActionForm, SubmitButton } from "@/components/portal/action-form";
import { ActivityLink } from "@/components/portal/activity-link";
import { DefinitionList } from "@/components/portal/definition-list";
import { DocumentationBadge, Reminder } from "@/components/portal/documentation";
import { DocumentationFields } from "@/components/portal/documentation-fields";
import { History } from "@/components/portal/history";
import { Timestamp } from "@/components/portal/timestamp";
import { Section } from "@/components/ui/section";
import type { Party, Side } from "@/lib/domain/documentation";
import type { HistoryEntry } from "@/lib/platform/audit/queries";
import { setDirectionAction } from "../../actions";

type Props = { side: Side; about: Party; history: readonly HistoryEntry[]; mayManage: boolean; today: string; zone: string };

/** What one entity records about the other: the current values, a form to set them, and their history. */
export function DirectionView({ side, about, history, mayManage, today, zone }: Props) {
  const direction = `${side.entity.shortName} about ${about.shortName}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <Section title={direction}>
        <DefinitionList
          items={[
            { term: "Status", detail: <DocumentationBadge status={side.status} /> },
            { term: "Reminder", detail: side.remindOn && <Reminder day={side.remindOn} today={today} /> },
            { term: "Notes", detail: side.notes && <p className="max-w-measure whitespace-pre-wrap">{side.notes}</p> },
            { term: "Set by", detail: side.set?.by ?? "No one: without a record there are no documents" },
            { term: "Set at", detail: side.set && <Timestamp value={side.set.at} zone={zone} /> },
          ]}
        />
      </Section>
      {mayManage && (
        <Section title={`Set: ${direction}`} description={`On behalf of ${side.entity.shortName}. Your name is recorded.`}>
          <ActionForm key={side.version} action={setDirectionAction} className="grid gap-4">
            <input type="hidden" name="owner" value={side.entity.code} />
            <input type="hidden" name="counterparty" value={about.code} />
            <input type="hidden" name="version" value={side.version} />
            <DocumentationFields
              id={side.entity.code}
              recorded={side}
              notesHint={`For ${side.entity.shortName} and the exchange; ${about.shortName} never sees them.`}
            />
            <div>
              <SubmitButton>Set {direction}</SubmitButton>
            </div>
          </ActionForm>
        </Section>
      )}
      <Section
        title={`History: ${direction}`}
        actions={<ActivityLink log={side.recordId && `about:documentation/${side.recordId}`} label={`Activity: ${direction}`} />}
      >
        <History entries={history} zone={zone} />
      </Section>
    </div>
  );
}
