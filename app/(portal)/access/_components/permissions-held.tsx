import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { TextLink } from "@/components/ui/link";
import { byArea, type PermissionStanding } from "@/lib/domain/access/model";
import { askHref } from "@/lib/domain/support/model";
import { permissionInfo } from "@/lib/platform/authz/permissions";
import { Standing, StandingList } from "./standing";

/** Permissions by area: what each unlocks, where it is held, or why it is not and who can grant it. */
export const PermissionsHeld = ({ standings }: { standings: readonly PermissionStanding[] }) => (
  <div>
    {byArea(standings).map(([area, inArea]) => (
      <section key={area} aria-label={area}>
        <h3 className="border-y border-line bg-sunken px-4 py-1.5 text-sm font-medium text-ink-3">{area}</h3>
        <StandingList>
          {inArea.map((standing) => (
            <PermissionItem key={standing.permission} {...standing} />
          ))}
        </StandingList>
      </section>
    ))}
  </div>
);

function PermissionItem({ permission, held, withheld, explanation }: PermissionStanding) {
  const { label, unlocks, audited } = permissionInfo(permission);
  return (
    <Standing
      name={
        <>
          <span className="font-medium">{label}</span>
          <Code>{permission}</Code>
        </>
      }
      badges={
        <>
          {held ? <Badge tone="positive">Held</Badge> : <Badge icon="lock">{withheld ? "Withheld" : "Not held"}</Badge>}
          {audited && <Badge icon="history">Every use is on the record</Badge>}
        </>
      }
    >
      <p>{sentence(unlocks)}</p>
      {held ? <p className="text-ink-2">For {explanation.scope}.</p> : <p className="text-ink-2">{explanation.sentence}</p>}
      {explanation.remedy && <p className="text-ink-2">{explanation.remedy}</p>}
      {explanation.ask && (
        <p>
          <TextLink href={askHref(explanation.ask, "/access")} aria-label={`Ask for ${permission}`}>
            Ask for access
          </TextLink>
        </p>
      )}
    </Standing>
  );
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
