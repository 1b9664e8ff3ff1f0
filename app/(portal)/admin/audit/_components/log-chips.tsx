import { type Chip, FilterChips } from "@/components/portal/filter-chips";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { LogView } from "@/lib/domain/audit";
import { type Search, type Word, withoutText } from "@/lib/domain/audit/model";
import { AUDIT_PATH, changedHref, isEmpty, logHref } from "./log-address";

const LABELS: Readonly<Record<Word, string>> = {
  by: "By",
  about: "About",
  person: "By or about",
  action: "Action",
  permission: "Permission",
  outcome: "Outcome",
  kind: "Kind",
  entity: "Entity",
  since: "Since",
  until: "Until",
  request: "Request",
  session: "Session",
  show: "Shown",
};

const shown = (value: string): string => value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/, "$1 $2").replace(/\[(.+)\]$/, " $1");

/** The filters in use, each with a link that removes it, and what a name could mean. */
export function LogChips({ search, meanings, notes }: Pick<LogView, "search" | "meanings" | "notes">) {
  if (isEmpty(search)) return null;
  const several = search.terms.filter(({ word }) => (meanings.get(word)?.choices.length ?? 0) > 1);
  return (
    <div className="grid gap-2">
      <FilterChips chips={chipsOf(search, meanings)} clearHref={AUDIT_PATH} />
      {several.map(({ word }) => (
        <Choices key={word} word={word} search={search} choices={meanings.get(word)?.choices ?? []} />
      ))}
      {notes.map((note) => (
        <Notice key={note} tone="warning" title={note} />
      ))}
    </div>
  );
}

const chipsOf = (search: Search, meanings: LogView["meanings"]): readonly Chip[] => [
  ...search.terms.map(({ word, value }) => ({
    label: LABELS[word],
    value: meanings.get(word)?.label ?? shown(value),
    href: changedHref(search, { [word]: null }),
  })),
  ...[...new Set(search.texts)].map((text) => ({ label: "Text", value: text, href: logHref(withoutText(search, text)) })),
];

type Choice = { readonly label: string; readonly value: string };

const Choices = ({ word, search, choices }: { word: Word; search: Search; choices: readonly Choice[] }) => (
  <nav aria-label={`${LABELS[word]}: which one`} className="flex flex-wrap items-center gap-x-4 gap-y-1">
    <span className="text-ink-3">
      {LABELS[word]}: all of these {choices.length}, or only
    </span>
    {choices.map(({ label, value }) => (
      <TextLink key={value} href={changedHref(search, { [word]: value })} className="inline-flex min-h-6 items-center">
        <bdi>{label}</bdi>
      </TextLink>
    ))}
  </nav>
);
