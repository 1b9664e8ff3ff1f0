import type { Metadata } from "next";
import { cookies } from "next/headers";
import { SignInForm } from "@/components/portal/sign-in-form";
import { TextLink } from "@/components/ui/link";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { refusalText } from "@/lib/adapters/sign-in/refusal-texts";
import { reviewInvitation } from "@/lib/domain/invitations";
import type { SearchParams } from "@/lib/platform/lists/params";
import { cookieNames } from "@/lib/platform/sessions/cookies";

export const metadata: Metadata = { title: "No access" };

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function NoAccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = await searchParams;
  const reason = one(query.reason);
  const { title, what, next } = refusalText(reason, { roles: one(query.roles), groups: one(query.groups), directory: one(query.directory) });
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p>{what}</p>
        {reason === "INVITATION_FOR_ANOTHER_ADDRESS" && <InvitedAddress />}
        <p className="text-ink-2">{next}</p>
      </div>
      {reason === "USER_FROZEN" ? (
        <TextLink href="/">Back to your desk</TextLink>
      ) : (
        <SignInForm directory={directorySettings().kind} label="Sign in with another account" otherAccount />
      )}
    </>
  );
}

/** The invited account, shown only to the browser that holds the invitation's code. */
async function InvitedAddress() {
  const review = await reviewInvitation((await cookies()).get(cookieNames.invitation())?.value);
  return review.kind === "open" ? (
    <p>
      It is for <strong className="font-semibold wrap-anywhere">{review.email}</strong>.
    </p>
  ) : null;
}
