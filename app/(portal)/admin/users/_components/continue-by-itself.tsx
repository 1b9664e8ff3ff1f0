"use client";

import { useEffect, useRef } from "react";

/** Resubmits its form while the run makes progress. After an error it waits for the user. */
export function ContinueByItself({ taken }: { taken: number }) {
  const place = useRef<HTMLSpanElement>(null);
  const sent = useRef(-1);
  useEffect(() => {
    if (sent.current === taken) return;
    sent.current = taken;
    place.current?.closest("form")?.requestSubmit();
  }, [taken]);
  return <span ref={place} hidden />;
}
