import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { Answer } from "@/lib/domain/support/model";

/** What this user is denied and who can help. Empty when nothing is denied. */
export function Guide({ answers }: { answers: readonly Answer[] }) {
  if (answers.length === 0) return null;
  return (
    <Section
      title="Who to ask"
      description="What you cannot see, the permission it needs, and who can grant it."
      actions={<TextLink href="/access">All that you may and may not do</TextLink>}
    >
      <dl className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        {answers.map(({ question, answer }) => (
          <div key={question} className="grid max-w-measure content-start gap-0.5">
            <dt className="font-medium">{question}</dt>
            <dd className="text-ink-2">{answer}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
