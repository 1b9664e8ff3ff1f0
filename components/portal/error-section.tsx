"use client";

import { Button } from "../ui/button";

const OUTAGES: Readonly<Record<string, { title: string; text: string }>> = {
  UNAVAILABLE: { title: "The portal's database does not answer", text: "Try again in a moment." },
  AUDIT_UNAVAILABLE: { title: "The audit record cannot be written", text: "So nothing is shown. Try again in a moment." },
};

/** Next's props for an error page. The digest is the logged id, or an outage's code. */
export type ErrorPageProps = { readonly error: Error & { digest?: string }; readonly retry: () => void };

/** Shows an id for an unexpected error, whose details are in the log, or says that an outage is one. */
export function ErrorSection({ error, retry }: ErrorPageProps) {
  const outage = OUTAGES[error.digest ?? ""];
  return (
    <section className="grid flex-1 place-content-center gap-4 p-6">
      <h1 className="text-xl font-semibold tracking-tight">{outage?.title ?? "Something went wrong"}</h1>
      <p className="max-w-prose text-ink-2">
        {outage?.text ?? `This page could not be shown. Try again; if it happens again, report the id ${error.digest ?? "unknown"}.`}
      </p>
      <p className="max-w-prose text-ink-2">If you had just sent something, check whether it went through before you send it again.</p>
      <div>
        <Button type="button" variant="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </section>
  );
}
