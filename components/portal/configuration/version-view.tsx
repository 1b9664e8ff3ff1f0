import { PageBody } from "@/components/portal/page-body";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ComparedVersion } from "@/lib/domain/configuration";
import { listHref } from "@/lib/platform/lists/params";
import type { PagePath } from "@/lib/platform/local-path";
import { marketDate } from "@/lib/platform/time/market-clock";
import { CompareForm } from "./compare-form";
import { ContentSections } from "./content-sections";
import { Difference } from "./difference";
import { VersionFacts } from "./version-facts";

type Props = {
  shown: ComparedVersion;
  /** The version to compare with, from the address; it may not exist. */
  against: number | undefined;
  /** The configuration page this viewer came from: the back link, and the address before the version number. */
  home: { readonly href: PagePath; readonly label: string };
  zone: string;
};

/** One version, or its difference from another. */
export function VersionView({ shown, against, home, zone }: Props) {
  const { version, current, other } = shown;
  if (other) {
    const [earlier, later] = other.number < version.number ? [other, version] : [version, other];
    const whole = <LinkButton href={`${home.href}/${version.number}`}>All of version {version.number}</LinkButton>;
    return (
      <PageBody title={`From version ${earlier.number} to version ${later.number}`} back={home} actions={whole}>
        <Difference earlier={earlier} later={later} zone={zone} />
        <CompareForm number={version.number} current={current.number} against={other.number} base={home.href} />
      </PageBody>
    );
  }
  return (
    <PageBody
      title={`${home.label}, version ${version.number}`}
      status={version.number === current.number ? <Badge tone="positive">In force</Badge> : <Badge>Followed by a later one</Badge>}
      back={home}
      actions={<Comparisons number={version.number} current={current.number} base={home.href} />}
    >
      {against && <Notice tone="warning" title={`There is no other version ${against} to compare this one with.`} />}
      <VersionFacts version={version} zone={zone} />
      <CompareForm number={version.number} current={current.number} base={home.href} />
      <ContentSections content={version.content} today={marketDate(version.appliedAt)} />
    </PageBody>
  );
}

function Comparisons({ number, current, base }: { number: number; current: number; base: PagePath }) {
  const previous = number - 1;
  const to = (other: number) => listHref(`${base}/${number}`, { against: String(other) });
  return (
    <>
      {previous > 0 && (
        <LinkButton icon="history" href={to(previous)}>
          Against version {previous}
        </LinkButton>
      )}
      {number !== current && (
        <LinkButton icon="history" href={to(current)}>
          Against version {current}, in force
        </LinkButton>
      )}
    </>
  );
}
