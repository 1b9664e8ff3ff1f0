"use client";

import { Button } from "@/components/ui/button";

const OUTAGES: Readonly<Record<string, { title: string; text: string }>> = {
  UNAVAILABLE: { title: "The portal's database does not answer", text: "Nothing was changed. Try again in a moment." },
  AUDIT_UNAVAILABLE: { title: "The audit record cannot be written", text: "So nothing was done and nothing is shown. Try again in a moment." },
};

/** Anything unexpected: an id for the person, the rest in the log. An outage says that it is one. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const outage = OUTAGES[error.digest ?? ""];
  return (
    <main className="grid flex-1 place-content-center gap-4 p-6">
      <h1 className="text-xl font-semibold tracking-tight">{outage?.title ?? "Something went wrong"}</h1>
      <p className="max-w-prose text-ink-2">
        {outage?.text ?? `Nothing was changed. Try again; if it happens again, report the id ${error.digest ?? "unknown"}.`}
      </p>
      <div>
        <Button type="button" variant="primary" onClick={reset}>
          Try again
        </Button>
      </div>
    </main>
  );
}
