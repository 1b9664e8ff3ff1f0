import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { DefinitionList } from "@/components/portal/definition-list";
import { SignInForm } from "@/components/portal/sign-in-form";
import { Timestamp } from "@/components/portal/timestamp";
import { TextLink } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { isBeyond } from "@/lib/adapters/sign-in/attempts";
import { refusalPath } from "@/lib/adapters/sign-in/refusal";
import { refusalText } from "@/lib/adapters/sign-in/refusal-texts";
import { requestHeaders, requestInfo } from "@/lib/adapters/sign-in/request";
import { currentVisitor } from "@/lib/adapters/sign-in/visitor";
import { type Review, reviewInvitation } from "@/lib/domain/invitations";
import { sameAddress } from "@/lib/domain/people/model";
import { preferences } from "@/lib/domain/preferences";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { cookieNames } from "@/lib/platform/sessions/cookies";
import { LIMITS } from "@/lib/platform/throttle/limits";

export const metadata: Metadata = { title: "Your invitation" };

/** What an invitation is for. A POST has put its code in a cookie, so previewing the link shows and does nothing. */
export default async function ReviewInvitationPage() {
  const refusal = await isBeyond(LIMITS.invitationReviewsFromAddress, requestInfo(await requestHeaders(), null));
  if (refusal) redirect(refusalPath(refusal));
  const review = await reviewInvitation((await cookies()).get(cookieNames.invitation())?.value);
  return review.kind === "open" ? <Open {...review} /> : <Closed why={review.why} />;
}

async function Open(review: Extract<Review, { kind: "open" }>) {
  const { email, entity, role, description, sender, expiresAt } = review;
  const { zone } = await preferences();
  const { kind } = directorySettings();
  const visitor = await currentVisitor();
  const user = visitor.kind === "signed-in" ? visitor.caller.principal : null;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">You are invited to {entity}</h1>
        <p className="text-ink-2">Sign in with the account below to accept. The invitation is used up when you are in, not before.</p>
      </div>
      {user && <NotForUsers user={user} invitation={review} />}
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
      <SignInForm
        directory={kind}
        loginHint={email}
        otherAccount={user !== null}
        label={user ? "Sign in with another account" : kind === "entra" ? "Continue with Microsoft" : "Continue with the local directory"}
      />
      {user && <TextLink href="/">Go on as {user.displayName}</TextLink>}
    </>
  );
}

/** Shown to existing users: an account belongs to one entity, so accepting would change nothing. */
function NotForUsers({ user, invitation: { email, entityId, entity, sender } }: { user: UserPrincipal; invitation: Extract<Review, { kind: "open" }> }) {
  const title = `You are signed in as ${user.email}, a user of ${user.entity.legalName}.`;
  if (user.entity.id === entityId)
    return (
      <Notice tone="info" title={title}>
        You have already joined {entity}. Nothing was changed, and there is nothing to accept. To request another role, open My access.
      </Notice>
    );
  if (!sameAddress(user.email, email))
    return (
      <Notice tone="warning" title={title}>
        This invitation is for {email}. Nothing was changed. Sign in with that account to accept it.
      </Notice>
    );
  return (
    <Notice tone="warning" title={title}>
      An account belongs to one entity, so it cannot join {entity} as well. Nothing was changed, and the invitation is still unused. To join {entity} as well as{" "}
      {user.entity.legalName}, ask {sender ?? "the operators of the exchange"} to invite another address of yours. To move there, ask an operator of the
      exchange to end this account and invite you again.
    </Notice>
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
