import { ActionForm } from "@/components/portal/action-form";
import { Initials } from "@/components/portal/initials";
import { LiveMarket, type MarketNow } from "@/components/portal/live-market";
import { Wordmark } from "@/components/portal/wordmark";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import { MenuButton, MenuLink, MenuSeparator, PopoverMenu } from "@/components/ui/popover-menu";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { type Preferences, THEMES, ZONES } from "@/lib/domain/preferences/model";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";
import { savePreferencesAction, signOutAction } from "../actions";

const themeLabels = { system: "As this device", light: "Light", dark: "Dark" } as const;
const themeIcons = { system: "monitor", light: "sun", dark: "moon" } as const;
const zoneLabel = (zone: string) => zone.split("/").at(-1)?.replace("_", " ") ?? zone;
const statusLabels = { halted: "Halted", frozen: "Frozen" } as const;

type Props = { principal: UserPrincipal; chosen: Preferences; market: MarketNow | null };

export function TopBar({ principal, chosen, market }: Props) {
  const { status } = principal;
  return (
    <header className="print:hidden flex min-h-12 max-[26rem]:flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-1 sm:gap-4 sm:px-6">
      <PageLink href="/" className="inline-flex rounded-sm">
        <Wordmark />
      </PageLink>
      <span className="min-w-0 truncate border-l border-line pl-3 text-ink-2 sm:pl-4" title={principal.entity.legalName}>
        {principal.entity.shortName}
      </span>
      <div className="-mr-2 ml-auto flex shrink-0 items-center gap-1 max-[26rem]:max-w-full max-[26rem]:flex-wrap max-[26rem]:justify-end">
        {market && <LiveMarket market={market} />}
        {(status === "halted" || status === "frozen") && <Badge tone="warning">{statusLabels[status]}</Badge>}
        {principal.global && (
          <Badge tone="info" icon="globe">
            <span className="max-sm:sr-only">Global</span>
          </Badge>
        )}
        <PopoverMenu
          id="zone-menu"
          variant="quiet"
          icon="clock"
          label={
            <>
              <VisuallyHidden>Times in </VisuallyHidden>
              <span className="max-sm:sr-only">{zoneLabel(chosen.zone)}</span>
            </>
          }
        >
          <Choices name="zone" chosen={chosen.zone} options={ZONES.map((value) => ({ value, label: value }))} />
        </PopoverMenu>
        <PopoverMenu id="theme-menu" variant="quiet" icon={themeIcons[chosen.theme]} aria-label={`Theme: ${themeLabels[chosen.theme]}`}>
          <Choices name="theme" chosen={chosen.theme} options={THEMES.map((value) => ({ value, label: themeLabels[value] }))} />
        </PopoverMenu>
        <PersonMenu principal={principal} />
      </div>
    </header>
  );
}

function Choices({ name, chosen, options }: { name: keyof Preferences; chosen: string; options: readonly { value: string; label: string }[] }) {
  return (
    <ActionForm action={savePreferencesAction}>
      {options.map(({ value, label }) => (
        <MenuButton key={value} name={name} value={value} icon={value === chosen ? "check" : undefined} aria-pressed={value === chosen}>
          <span className={value === chosen ? undefined : "pl-6"}>{label}</span>
        </MenuButton>
      ))}
    </ActionForm>
  );
}

function PersonMenu({ principal }: { principal: UserPrincipal }) {
  return (
    <PopoverMenu
      id="person-menu"
      variant="quiet"
      label={
        <>
          <Initials name={principal.displayName} />
          <span className="max-w-40 truncate max-sm:sr-only">{principal.displayName}</span>
          <span className="text-ink-3 max-md:sr-only">{roleLabel(principal.role)}</span>
        </>
      }
    >
      <div className="px-2 py-1.5">
        <p className="font-medium">{principal.displayName}</p>
        <p className="text-sm text-ink-3">{principal.email}</p>
        <p className="text-sm text-ink-3">
          {roleLabel(principal.role)} · {principal.entity.shortName}
        </p>
      </div>
      <MenuSeparator />
      <MenuLink href="/access" icon="key">
        My access
      </MenuLink>
      <ActionForm action={signOutAction}>
        <MenuButton icon="log-out">Sign out</MenuButton>
      </ActionForm>
    </PopoverMenu>
  );
}
