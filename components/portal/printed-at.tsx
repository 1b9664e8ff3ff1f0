"use client";

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { formatInstant } from "@/lib/platform/time/format-instant";

/** A page may be printed long after it was read, which only a script can tell. */
export function PrintedAt({ read, zone }: { read: string; zone: string }) {
  const [printed, setPrinted] = useState("");
  useEffect(() => {
    const note = () => flushSync(() => setPrinted(formatInstant(new Date(), zone)));
    addEventListener("beforeprint", note);
    return () => removeEventListener("beforeprint", note);
  }, [zone]);
  return (
    <p className="hidden text-ink-2 print:block">
      As of {read}.{printed && ` Printed ${printed}.`}
    </p>
  );
}
