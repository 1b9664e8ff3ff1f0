"use client";

import { type ErrorPageProps, ErrorSection } from "@/components/portal/error-section";
import "./globals.css";

/** The error page when even the root layout fails. */
export default function GlobalError(props: ErrorPageProps) {
  return (
    <html lang="en-NZ">
      <body className="flex min-h-dvh flex-col bg-canvas text-base text-ink antialiased">
        <title>Something went wrong · Rolebook</title>
        <main className="flex flex-1">
          <ErrorSection {...props} />
        </main>
      </body>
    </html>
  );
}
