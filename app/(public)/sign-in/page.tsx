import type { Metadata } from "next";
import { SignInForm } from "@/components/portal/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { directorySettings } from "@/lib/adapters/entra/settings";
import type { SearchParams } from "@/lib/platform/lists/params";
import { localPath } from "@/lib/platform/local-path";

export const metadata: Metadata = { title: "Sign in" };

/** Why the last session ended, in reassuring words. */
const ENDED: Readonly<Record<string, { title: string; text: string }>> = {
  "signed-out": { title: "You are signed out.", text: "Your session here has ended, in every window of this browser." },
  idle: { title: "Your session ended because it was idle.", text: "Sign in again to go on where you were." },
  expired: { title: "Your session reached its time limit.", text: "Sign in again to go on where you were." },
  replaced: { title: "Your session ended because you signed in again in this browser.", text: "Sign in to go on." },
  "ended-by-admin": {
    title: "An administrator ended your session.",
    text: "Sign in again to go on where you were. If your access was taken away, the next page says so.",
  },
  cancelled: { title: "You went back without signing in.", text: "Nothing happened. Sign in whenever you are ready." },
  unknown: { title: "Your session has ended.", text: "Sign in again to go on where you were." },
};

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { returnTo, ended } = await searchParams;
  const over = typeof ended === "string" && Object.hasOwn(ENDED, ended) ? ENDED[ended] : undefined;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <p className="text-ink-2">The admin portal of the Aotearoa Energy Exchange.</p>
      </div>
      {over && (
        <Notice title={over.title}>
          <p>{over.text}</p>
        </Notice>
      )}
      <SignInForm directory={directorySettings().kind} returnTo={typeof returnTo === "string" ? localPath(returnTo) : undefined} />
      <p className="text-sm text-ink-3">
        Access is by invitation. Your use of privileged permissions is recorded with your name and kept. By signing in you accept this.
      </p>
    </>
  );
}
