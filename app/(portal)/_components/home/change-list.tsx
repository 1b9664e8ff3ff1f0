import { changeSentence, targetHref } from "@/components/portal/change-sentence";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import type { ChangeRow } from "@/lib/platform/audit/activity";
import { printable } from "@/lib/platform/audit/printable";

type Props = {
  rows: readonly ChangeRow[];
  zone: string;
  now: Date;
  /** The changed targets that the viewer may open. */
  reach: "all" | "people" | "none";
};

const isOpenTo = (reach: Props["reach"], { targetType }: ChangeRow): boolean =>
  reach === "all" || (reach === "people" && ["user", "invitation", "support_request"].includes(targetType ?? ""));

/** Recent changes, a sentence each. */
export const ChangeSentences = ({ rows, zone, now, reach }: Props) => (
  <ol className="divide-y divide-line">
    {rows.map((row) => {
      const { lead, target, tail } = changeSentence(row);
      const href = isOpenTo(reach, row) ? targetHref(row) : null;
      return (
        <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2">
          <span className="min-w-0">
            <bdi className="font-medium">{row.actorName ? printable(row.actorName) : "The portal"}</bdi> {lead}{" "}
            {href ? (
              <TextLink href={href}>
                <bdi>{target}</bdi>
              </TextLink>
            ) : (
              <bdi>{target}</bdi>
            )}
            {tail}
          </span>
          <span className="text-sm text-ink-3">
            <Timestamp value={row.at} zone={zone} mode="relative+absolute" now={now} />
          </span>
        </li>
      );
    })}
  </ol>
);
