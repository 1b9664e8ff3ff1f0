"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { DocumentLink } from "@/components/ui/document-link";
import { Icon } from "@/components/ui/icon";
import type { SessionMessage } from "@/lib/adapters/web/live/standing";
import { isTyping } from "./live-typing";

/** Milliseconds before retrying a refused stream. */
const AGAIN = 5_000;

type Said = Exclude<SessionMessage, { kind: "as-before" }>;

/**
 * Shows session events above the page while it is visible. It never navigates away on its own; it may refresh the page when the
 * user has typed nothing.
 */
export function Live({ href }: { href: string }) {
  const [said, setSaid] = useState<(Said & { done?: boolean }) | null>(null);
  const router = useRouter();

  useEffect(() => {
    const hear = (message: SessionMessage) => {
      if (message.kind === "as-before") return setSaid((before) => (before?.done ? before : null));
      const done = message.refresh && !isTyping();
      setSaid({ ...message, done });
      if (done) router.refresh();
    };
    return follow(href, hear);
  }, [href, router]);

  return (
    <div aria-live="polite" className="sticky top-0 z-20 print:hidden">
      {said && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-warning-line bg-warning-soft px-4 py-1.5 text-ink sm:px-6">
          <Icon name="triangle-alert" className="text-warning" />
          <p>
            <strong className="font-medium">{said.title}</strong> {said.text}
          </p>
          {said.done ? (
            <Button variant="quiet" size="sm" onClick={() => setSaid(null)} type="button">
              Close
            </Button>
          ) : (
            <DocumentLink href={said.link.href} target={said.link.href && "_blank"} className="text-accent underline underline-offset-2" rel="noreferrer">
              {said.link.label}
            </DocumentLink>
          )}
        </div>
      )}
    </div>
  );
}

/** Keeps the stream open only while the page is visible, because browsers limit open streams. */
function follow(href: string, hear: (message: SessionMessage) => void): () => void {
  let source: EventSource | undefined;
  let timer = 0;

  const open = () => {
    close();
    if (document.hidden) return;
    source = new EventSource(href);
    source.addEventListener("session", ({ data }) => {
      const message: SessionMessage = JSON.parse(data);
      hear(message);
      if (message.kind === "ended") close();
    });
    source.addEventListener("market", ({ data }) => dispatchEvent(new CustomEvent("market", { detail: JSON.parse(data) })));
    // Browsers reconnect a broken stream, but not a refused one, and give no reason.
    source.addEventListener("error", ({ target }) => {
      if (target instanceof EventSource && target.readyState === EventSource.CLOSED) void ask();
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  const ask = async () => {
    const asking = new AbortController();
    const answer = await fetch(href, { signal: asking.signal }).catch(() => null);
    if (answer?.status === 401) hear(await answer.json());
    else timer = window.setTimeout(open, AGAIN);
    asking.abort();
  };

  open();
  document.addEventListener("visibilitychange", open);
  return () => {
    document.removeEventListener("visibilitychange", open);
    close();
  };
}
