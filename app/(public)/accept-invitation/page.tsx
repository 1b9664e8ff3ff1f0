import type { Metadata } from "next";
import { AcceptForm } from "./_components/accept-form";

export const metadata: Metadata = { title: "Accept an invitation" };

export default function AcceptInvitationPage() {
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Open your invitation</h1>
        <p className="text-ink-2">The link in your message fills this in. If it did not, paste the link here.</p>
      </div>
      <AcceptForm />
    </>
  );
}
