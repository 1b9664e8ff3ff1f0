import { DefinitionList } from "@/components/portal/definition-list";
import { Timestamp } from "@/components/portal/timestamp";
import { Code } from "@/components/ui/code";
import { Section } from "@/components/ui/section";
import type { VersionRow } from "@/lib/domain/configuration";

const SHORT = 12;

/** Enough of a hash to compare by eye; the whole of it under the pointer. */
export const ShortHash = ({ hash }: { hash: string }) => <Code title={`SHA-256 ${hash}`}>{hash.slice(0, SHORT)}</Code>;

/** Who made a version, when, why, and the hash of exactly what it says. */
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
