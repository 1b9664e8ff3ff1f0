"use client";

import { type ErrorPageProps, ErrorSection } from "@/components/portal/error-section";

/** For what fails outside of the shell, or in the shell itself. */
export default function ErrorPage(props: ErrorPageProps) {
  return (
    <main className="flex flex-1">
      <ErrorSection {...props} />
    </main>
  );
}
