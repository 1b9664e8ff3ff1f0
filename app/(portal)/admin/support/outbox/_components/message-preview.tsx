"use client";

import { useSyncExternalStore } from "react";

/**
 * A message as HTML, styled by a sheet under a nonce. The frame inherits the policy of the document that is open: where this page was
 * opened by a click, that is another request's than the one that drew it. Sandboxed without a single permission: nothing in it
 * runs, and its links go nowhere.
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

/** Browsers keep it from markup and styles, and give it to scripts. */
const nonceOfDocument = (): string | undefined => document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
