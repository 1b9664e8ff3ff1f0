import { DefinitionList } from "@/components/portal/definition-list";
import { LinkButton } from "@/components/ui/button";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { Entry } from "@/lib/domain/audit";
import type { PageAddress } from "@/lib/platform/local-path";
import { entrySentence } from "./deeds";
import { Changed, whatHappened, whereFrom, who } from "./entry-details";
import { AUDIT_PATH } from "./log-address";
import { OutcomeBadge } from "./parts";
import { SidePanel } from "./side-panel";

/** A whole entry beside the list. */
export const EntryPanel = ({ entry, close, zone }: { entry: Entry; close: PageAddress; zone: string }) => (
  <SidePanel of={entry.event.id} label="Entry" close={close}>
    <header className="grid gap-1">
      <div className="flex items-start justify-between gap-2">
        <h2 className="text-md font-semibold wrap-anywhere">{entrySentence(entry.event)}</h2>
        <LinkButton variant="quiet" size="sm" icon="x" href={close} scroll={false} aria-label="Close the entry" />
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <OutcomeBadge event={entry.event} />
        <TextLink href={`${AUDIT_PATH}/${entry.event.id}`}>Page of this entry</TextLink>
      </p>
    </header>
    <Changed event={entry.event} zone={zone} />
    <DefinitionList items={[...whatHappened(entry, zone), ...who(entry), ...whereFrom(entry)]} />
  </SidePanel>
);

export const NoEntry = ({ of, close }: { of: string; close: PageAddress }) => (
  <SidePanel of={of} label="Entry" close={close}>
    <Notice title="There is no such entry" />
    <LinkButton href={close} scroll={false}>
      Close
    </LinkButton>
  </SidePanel>
);
