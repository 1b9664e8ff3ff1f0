import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { DraftView } from "@/lib/domain/configuration";
import { partFor, SECTIONS, type SectionId } from "@/lib/domain/configuration/model";

/** The parts of a configuration, linked to their forms and marked when the draft changes them. */
export const DraftParts = ({ view }: { view: DraftView }) => (
  <Section title="Parts">
    <ul className="-my-2 grid divide-y divide-line">
      {SECTIONS.map(({ id, label, about }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
          <div className="min-w-0">
            <TextLink href={`/admin/configuration/draft/${id}`} className="inline-flex min-h-6 items-center">
              {label}
            </TextLink>
            <p className="text-sm text-ink-3">{about}</p>
          </div>
          {isChanged(view, id) && (
            <Badge tone="info" icon="pencil">
              Changed
            </Badge>
          )}
        </li>
      ))}
    </ul>
  </Section>
);

const isChanged = ({ current, content }: DraftView, id: SectionId): boolean =>
  JSON.stringify(partFor(id, current.content)) !== JSON.stringify(partFor(id, content));
