"use client";

import Link, { useLinkStatus } from "next/link";
import { type ComponentProps, useState } from "react";
import type { PageAddress } from "@/lib/platform/local-path";

/** To an address of this portal, or to somebody's mail or telephone; what came from outside is no address until `localPath` has made it one. */
export type PageLinkProps = Omit<ComponentProps<typeof Link>, "href"> & { readonly href: PageAddress | `mailto:${string}` | `tel:${string}` };

/**
 * A link to a page. It is fetched ahead once somebody points at it or reaches it by keyboard, never merely because it is in sight; and
 * while the next page is on its way, a line at the top of the window says so.
 */
export function PageLink({ prefetch, children, ...props }: PageLinkProps) {
  const [isLikely, setIsLikely] = useState(false);
  const expect = () => setIsLikely(true);
  return (
    <Link {...props} prefetch={prefetch === false || !isLikely ? false : null} onPointerEnter={expect} onFocus={expect}>
      {children}
      <OnItsWay />
    </Link>
  );
}

function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending ? <span aria-hidden="true" className="on-its-way" /> : null;
}
