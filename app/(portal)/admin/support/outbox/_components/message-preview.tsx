"use client";

import { useSyncExternalStore } from "react";

/**
 * A message as HTML, with its style sheet under a nonce. The frame inherits the open document's policy, which after client-side
 * navigation belongs to an earlier request. The sandbox has no permissions: scripts do not run and links do not open.
 */
export function MessagePreview({ html, nonce }: { html: string; nonce: string }) {
  const valid = useSyncExternalStore(unchanging, nonceOfDocument, () => nonce) || nonce;
  return (
    <iframe
      title="The message in HTML"
      sandbox=""
      srcDoc={html.replace(`nonce="${nonce}"`, `nonce="${valid}"`)}
      className="h-120 w-full rounded-sm border border-line"
    />
  );
}

const unchanging = () => () => {};

/** Browsers hide the nonce from markup and styles, but scripts can read it. */
const nonceOfDocument = (): string | undefined => document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
