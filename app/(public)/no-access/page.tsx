import type { Metadata } from "next";
import { SignInForm } from "@/components/portal/sign-in-form";
import { TextLink } from "@/components/ui/link";
import { refusalText } from "@/lib/auth/refusal-texts";
import { directorySettings } from "@/lib/directory/settings";
import type { SearchParams } from "@/lib/lists/params";

export const metadata: Metadata = { title: "No access" };

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function NoAccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = await searchParams;
  const reason = one(query.reason);
  const { title, what, next } = refusalText(reason, { roles: one(query.roles), groups: one(query.groups) });
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p>{what}</p>
        <p className="text-ink-2">{next}</p>
      </div>
      {reason === "USER_FROZEN" ? (
        <TextLink href="/">Back to your desk</TextLink>
      ) : (
        <SignInForm directory={directorySettings().kind} label="Sign in with another account" />
      )}
    </>
  );
}
