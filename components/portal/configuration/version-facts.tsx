import { DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import type { VersionRow } from "@/lib/domain/configuration";

const SHORT = 12;

/** A short hash to compare by eye; the title holds the full one. */
export const ShortHash = ({ hash }: { hash: string }) => <Code title={`SHA-256 ${hash}`}>{hash.slice(0, SHORT)}</Code>;

/** A version's author, time, reason and content hash. */
export function VersionFacts({ version, zone }: { version: VersionRow; zone: string }) {
  return (
    <Section title="About this version">
      <DefinitionList
        items={[
          { term: "Note", detail: version.note && <p className="max-w-measure whitespace-pre-wrap">{version.note}</p> },
          { term: "Author", detail: version.authorName },
          { term: "In force from", detail: <Timestamp value={version.appliedAt} zone={zone} /> },
          { term: "Hash", detail: <ShortHash hash={version.hash} /> },
        ]}
      />
    </Section>
  );
}
