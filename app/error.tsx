"use client";

import { type ErrorPageProps, ErrorSection } from "@/components/portal/error-section";

/** The error page for failures outside or in the shell. */
export default function ErrorPage(props: ErrorPageProps) {
  return (
    <main className="flex flex-1">
      <ErrorSection {...props} />
    </main>
  );
}
