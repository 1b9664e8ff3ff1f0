import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { EntityView } from "@/lib/domain/people";

type Props = { entity: Pick<EntityView["entity"], "id" | "code" | "shortName">; setUp: NonNullable<EntityView["setUp"]>; mayOpenDocumentation: boolean };

/** What a new entity still needs before its people can work on their own, and the next step. */
export function SetUp({ entity, setUp: { role, adminsInvited, adminsJoined, documents }, mayOpenDocumentation }: Props) {
  const known = adminsInvited + adminsJoined;
  const invite = `/admin/invitations/new?entity=${entity.id}${role ? `&role=${role}` : ""}` as const;
  return (
    <Section title="Set-up" description={`What ${entity.shortName} needs before its people can work on their own.`}>
      <ol className="grid gap-2">
        <Step done={known > 0} next={<LinkButton href={invite}>Invite its first admin</LinkButton>}>
          An entity admin is invited
        </Step>
        <Step done={adminsJoined > 0}>An entity admin has joined</Step>
        <Step done={adminsJoined > 1} next={known === 1 && <LinkButton href={invite}>Invite a second admin</LinkButton>}>
          A second entity admin has joined, so that one can stand in for the other
        </Step>
        <Step
          done={documents > 0}
          next={mayOpenDocumentation && <LinkButton href={`/admin/documentation/list?entity=${entity.code}`}>Record documents</LinkButton>}
        >
          Its documents with a counterparty are recorded, so that it can trade
        </Step>
      </ol>
    </Section>
  );
}

const Step = ({ done, next, children }: { done: boolean; next?: ReactNode; children: ReactNode }) => (
  <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
    <Icon name={done ? "circle-check" : "circle-dashed"} className={done ? "text-positive" : "text-ink-3"} />
    <span className={done ? "text-ink-2" : undefined}>
      {children}
      <VisuallyHidden>{done ? ": done" : ": not yet"}</VisuallyHidden>
    </span>
    {!done && next}
  </li>
);
