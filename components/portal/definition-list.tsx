import type { ReactNode } from "react";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

export type Definition = { term: string; detail: ReactNode };

/** A subject's fields. An empty one says that it is not set. */
export function DefinitionList({ items, className }: { items: readonly Definition[]; className?: string | undefined }) {
  return (
    <KeyValueList className={className}>
      {items.map(({ term, detail }) => (
        <KeyValue key={term} term={term}>
          {detail == null || detail === "" ? <NotSet /> : detail}
        </KeyValue>
      ))}
    </KeyValueList>
  );
}

const NotSet = () => (
  <span className="text-ink-3">
    <span aria-hidden="true">—</span>
    <VisuallyHidden>Not set</VisuallyHidden>
  </span>
);
