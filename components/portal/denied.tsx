import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { TextLink } from "@/components/ui/link";
import type { PageAddress } from "@/lib/platform/local-path";

export type DeniedProps = {
  title?: string | undefined;
  /** Why, in one sentence. */
  children: ReactNode;
  /** The permission needed. */
  permission?: ReactNode;
  /** The scope it is needed in. */
  scope?: ReactNode;
  /** Who can grant it. */
  grantedBy?: ReactNode;
  links?: readonly { href: PageAddress; label: string }[] | undefined;
  /** The heading level. */
  heading?: "h1" | "h2" | "h3" | undefined;
};

/** Says that something is not available, what it needs, and who can grant it. */
export function Denied({ title = "Not available to you", children, permission, scope, grantedBy, links = [], heading: Heading = "h2" }: DeniedProps) {
  return (
    <section className="grid max-w-measure gap-4 rounded-md border border-line-strong bg-surface p-5">
      <div className="flex gap-3">
        <Icon name="lock" className="mt-1 text-ink-3" />
        <div className="grid gap-1">
          <Heading className="text-lg font-semibold">{title}</Heading>
          <div className="text-ink-2">{children}</div>
        </div>
      </div>
      {(permission || scope || grantedBy) && (
        <KeyValueList className="border-t border-line pt-4">
          {permission && <KeyValue term="Permission">{permission}</KeyValue>}
          {scope && <KeyValue term="Scope">{scope}</KeyValue>}
          {grantedBy && <KeyValue term="Who can grant it">{grantedBy}</KeyValue>}
        </KeyValueList>
      )}
      {links.length > 0 && (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {links.map((link) => (
            <TextLink key={link.href} href={link.href} className="inline-flex min-h-6 items-center">
              {link.label}
            </TextLink>
          ))}
        </p>
      )}
    </section>
  );
}
