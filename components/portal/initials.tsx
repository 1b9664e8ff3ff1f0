/** The initials of a name, for a person whose name stands beside them. */
export const Initials = ({ name }: { name: string }) => (
  <span aria-hidden="true" className="inline-grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
    {initialsOf(name)}
  </span>
);

/** Of the first and the last word; a name of one word has one. Letters as people see them, whatever they are made of. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = ""] = words;
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last]
    .map((word) => [...graphemes.segment(word)][0]?.segment ?? "")
    .join("")
    .toLocaleUpperCase("en-NZ");
}

const graphemes = new Intl.Segmenter("en-NZ", { granularity: "grapheme" });
