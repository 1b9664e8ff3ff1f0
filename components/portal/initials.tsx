/** Initials shown beside the full name. */
export const Initials = ({ name }: { name: string }) => (
  <span aria-hidden="true" className="inline-grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
    {initialsOf(name)}
  </span>
);

/** The first letters of the first and last word, split by grapheme. A one-word name has one. */
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
