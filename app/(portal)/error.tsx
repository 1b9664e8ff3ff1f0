"use client";

import { type ErrorPageProps, ErrorSection } from "@/components/portal/error-section";

/** The error page within the shell, so navigation keeps working. */
export default function ErrorPage(props: ErrorPageProps) {
  return <ErrorSection {...props} />;
}
