import { Timestamp } from "@/components/portal/timestamp";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { Home } from "@/lib/domain/home";
import { MOST, TASKS, type Task, type TaskGroup } from "@/lib/domain/home/model";
import { TASK_WORDS } from "./task-text";

const TITLES: Readonly<Record<TaskGroup, string>> = { decide: "To decide", fix: "To fix", due: "Due" };
const NONE: Readonly<Record<TaskGroup, string>> = {
  decide: "Nothing waits for your decision.",
  fix: "Nothing needs fixing.",
  due: "Nothing is due in the next three days.",
};

type Props = { queue: Pick<Home, TaskGroup>; zone: string; now: Date };

/** The user's open tasks, grouped by action. Groups that can never apply to them are left out. */
export function QueueSections({ queue, zone, now }: Props) {
  const groups = (Object.keys(TASKS) as readonly TaskGroup[]).filter((group) => queue[group] !== null);
  if (groups.length === 0) return null;
  if (groups.every((group) => queue[group]?.length === 0))
    return (
      <Section title="To do">
        <p className="text-md text-ink-2">Nothing waits for you.</p>
      </Section>
    );
  return groups.map((group) => (
    <Section key={group} title={TITLES[group]} flush>
      {queue[group]?.length ? (
        <ul className="divide-y divide-line">
          {queue[group].map((task) => (
            <TaskRow key={task.kind} task={task} zone={zone} now={now} />
          ))}
        </ul>
      ) : (
        <p className="p-4 text-ink-2">{NONE[group]}</p>
      )}
    </Section>
  ));
}

function TaskRow({ task: { kind, count, first, at }, zone, now }: { task: Task; zone: string; now: Date }) {
  const { one, many, item, all, act, time } = TASK_WORDS[kind];
  const [only] = first;
  const href = count === 1 && only?.id && item ? item(only.id) : all;
  const rest = count > MOST ? `more than ${MOST - first.length} others` : `${count - first.length} more`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="grid min-w-0 gap-0.5">
        <p>
          <span className="font-semibold tabular-nums">{count > MOST ? `${MOST}+` : count}</span> {count === 1 ? one : many}
        </p>
        <p className="text-ink-2 empty:hidden">
          {first.map(({ id, name }, index) => (
            <span key={id ?? name}>
              {index > 0 && ", "}
              {item && id ? <TextLink href={item(id)}>{name}</TextLink> : name}
            </span>
          ))}
          {first.length > 0 && count > first.length && ` and ${rest}`}
          {at && (
            <span className="text-ink-3">
              {` · ${count > 1 || time === "compared" ? `${time} ` : ""}`}
              <Timestamp value={at} zone={zone} mode="relative+absolute" now={now} />
            </span>
          )}
        </p>
      </div>
      <LinkButton size="sm" href={href} aria-label={`${act}: ${count} ${count === 1 ? one : many}`}>
        {act}
      </LinkButton>
    </li>
  );
}
