"use client";

import { Button } from "../ui/button";

const OUTAGES: Readonly<Record<string, { title: string; text: string }>> = {
  UNAVAILABLE: { title: "The portal's database does not answer", text: "Try again in a moment." },
  AUDIT_UNAVAILABLE: { title: "The audit record cannot be written", text: "So nothing is shown. Try again in a moment." },
};

/** What Next hands an error page: the digest is the id that the log has, or the code of an outage. */
export type ErrorPageProps = { readonly error: Error & { digest?: string }; readonly retry: () => void };

/** Anything unexpected: an id for the person, the rest in the log. An outage says that it is one. */
export function ErrorSection({ error, retry }: ErrorPageProps) {
  const outage = OUTAGES[error.digest ?? ""];
  return (
    <section className="grid flex-1 place-content-center gap-4 p-6">
      <h1 className="text-xl font-semibold tracking-tight">{outage?.title ?? "Something went wrong"}</h1>
      <p className="max-w-prose text-ink-2">
        {outage?.text ?? `This page could not be shown. Try again; if it happens again, report the id ${error.digest ?? "unknown"}.`}
      </p>
      <p className="max-w-prose text-ink-2">If you sent something just before, look at how it stands before you send it again.</p>
      <div>
        <Button type="button" variant="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </section>
  );
}
