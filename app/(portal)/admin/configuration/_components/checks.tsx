import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Check } from "@/lib/domain/configuration/model";

const LOOK = {
  fine: { icon: "circle-check", className: "text-positive", word: "Passed" },
  warning: { icon: "triangle-alert", className: "text-warning", word: "Warning" },
  problem: { icon: "octagon-x", className: "text-danger", word: "Problem" },
} as const;

/** Results of the automatic checks. Each has an icon and a word, so colour is never the only signal. */
export const Checks = ({ checks }: { checks: readonly Check[] }) => (
  <Section title="Checks" description="A change with a problem cannot be proposed or approved.">
    <ul className="grid gap-3">
      {checks.map(({ name, level, says }) => (
        <li key={name} className="flex gap-2">
          <Icon name={LOOK[level].icon} className={`mt-0.5 shrink-0 ${LOOK[level].className}`} />
          <div className="min-w-0">
            <p className="font-medium">
              {level === "fine" ? <VisuallyHidden>{LOOK[level].word}: </VisuallyHidden> : <span className={LOOK[level].className}>{LOOK[level].word}: </span>}
              {name}
            </p>
            <p className="text-ink-2">{says}</p>
          </div>
        </li>
      ))}
    </ul>
  </Section>
);
