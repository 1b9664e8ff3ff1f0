"use client";

import { type ErrorPageProps, ErrorSection } from "@/components/portal/error-section";

/** A page that fails fails alone: the shell around it stays, and leads on. */
export default function ErrorPage(props: ErrorPageProps) {
  return <ErrorSection {...props} />;
}
