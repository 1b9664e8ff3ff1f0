"use client";

import Link, { useLinkStatus } from "next/link";
import { type ComponentProps, useState } from "react";
import type { PageAddress } from "@/lib/platform/local-path";

/** An address in the portal, or a mail or telephone link. Untrusted input goes through `localPath` first. */
export type PageLinkProps = Omit<ComponentProps<typeof Link>, "href"> & { readonly href: PageAddress | `mailto:${string}` | `tel:${string}` };

/**
 * A link to a page. It prefetches on hover or focus, never merely because it is in view. While the next page loads, a progress line
 * shows at the top of the window.
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
