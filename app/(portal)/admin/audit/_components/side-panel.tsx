"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import type { PageAddress } from "@/lib/platform/local-path";

type Props = {
  /** What is open: another one takes the focus anew. */
  of: string;
  label: string;
  /** The address without the panel. */
  close: PageAddress;
  children: ReactNode;
};

/** A panel beside a list, open by its address. It takes the focus; Escape closes it, and the focus goes back to the link that opened it. */
export function SidePanel({ of, label, close, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  const router = useRouter();

  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    return () => {
      // Focus that the person has moved stays where it is.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(`a[href*="entry=${of}"]`)?.focus();
    };
  }, [of]);

  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open, dialog[open]")) return;
      router.push(close, { scroll: false });
    };
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  }, [close, router]);

  return (
    <aside ref={panel} aria-label={label} tabIndex={-1} className="grid content-start gap-3 rounded-md border border-line bg-surface p-4 lg:sticky lg:top-4">
      {children}
    </aside>
  );
}
