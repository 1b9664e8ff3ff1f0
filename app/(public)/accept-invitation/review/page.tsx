import type { Metadata } from "next";
import { cookies } from "next/headers";
import { DefinitionList } from "@/components/portal/definition-list";
import { SignInForm } from "@/components/portal/sign-in-form";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { cookieNames } from "@/lib/auth/cookies";
import { refusalText } from "@/lib/auth/refusal-texts";
import { currentVisitor } from "@/lib/auth/visitor";
import { directorySettings } from "@/lib/directory/settings";
import { sameAddress } from "@/lib/invitations/address";
import { type Review, reviewInvitation } from "@/lib/invitations/review";
import { preferences } from "@/lib/preferences/read";

export const metadata: Metadata = { title: "Your invitation" };

/** What an invitation is for. Its code is in a cookie that a POST has set: a link that is only looked at shows nothing and does nothing. */
export default async function ReviewInvitationPage() {
  const review = await reviewInvitation((await cookies()).get(cookieNames.invitation())?.value);
  return review.kind === "open" ? <Open {...review} /> : <Closed why={review.why} />;
}

async function Open({ email, entity, role, description, sender, expiresAt }: Extract<Review, { kind: "open" }>) {
  const { zone } = await preferences();
  const { kind } = directorySettings();
  const visitor = await currentVisitor();
  const other = visitor.kind === "signed-in" && !sameAddress(visitor.caller.principal.email, email) ? visitor.caller.principal.email : null;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">You are invited to {entity}</h1>
        <p className="text-ink-2">Sign in with the account below to accept. The invitation is used up when you are in, not before.</p>
      </div>
      {other && (
        <Notice tone="warning" title={`You are signed in as ${other}.`}>
          This invitation is for {email}. Continue, and choose that account.
        </Notice>
      )}
      <DefinitionList
        items={[
          { term: "Account", detail: <span className="font-medium wrap-anywhere">{email}</span> },
          {
            term: "Role",
            detail: (
              <>
                {role}
                <span className="block text-ink-2">{description}</span>
              </>
            ),
          },
          { term: "Invited by", detail: sender ?? "The portal" },
          { term: "Until", detail: <Timestamp value={expiresAt} zone={zone} /> },
        ]}
      />
      <SignInForm directory={kind} label={kind === "entra" ? "Continue with Microsoft" : "Continue with the local directory"} />
    </>
  );
}

function Closed({ why }: { why: Extract<Review, { kind: "closed" }>["why"] }) {
  const { title, what, next } = refusalText(why, { roles: undefined, groups: undefined });
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p>{what}</p>
        <p className="text-ink-2">{next}</p>
      </div>
      {why === "INVITATION_USED" ? <SignInForm directory={directorySettings().kind} /> : <TextLink href="/accept-invitation">Enter another code</TextLink>}
    </>
  );
}
