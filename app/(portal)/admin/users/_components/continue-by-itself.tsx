"use client";

import { useEffect, useRef } from "react";

/** Sends the form around it again whenever more has been taken. Where nothing more was taken, as after an error, it waits for the person. */
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
