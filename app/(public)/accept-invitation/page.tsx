import type { Metadata } from "next";
import { AcceptForm } from "./_components/accept-form";

export const metadata: Metadata = { title: "Accept an invitation" };

export default function AcceptInvitationPage() {
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Accept your invitation</h1>
        <p className="text-ink-2">Continue, and sign in with the account that was invited. The invitation is used up when you are in, not before.</p>
      </div>
      <AcceptForm />
    </>
  );
}
