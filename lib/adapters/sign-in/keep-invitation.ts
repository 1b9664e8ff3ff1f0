import "server-only";
import { cookies } from "next/headers";
import { type NextRequest, NextResponse } from "next/server";
import { invitationCodeIn } from "@/lib/domain/invitations";
import { env } from "@/lib/platform/env";
import { cookieNames, cookieOptions } from "@/lib/platform/sessions/cookies";
import { LIMITS } from "@/lib/platform/throttle/limits";
import { isBeyond } from "./attempts";
import { postedForm } from "./posted-form";
import { isSameOrigin, isUnderOtherName, requestInfo } from "./request";
import { toRefusal } from "./to-refusal";

const HALF_AN_HOUR = 30 * 60;

/** Stores an invitation's code in a cookie and redirects to its review page, without using it up. */
export async function keepInvitation(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers)) return toRefusal({ code: isUnderOtherName(request.headers) ? "OTHER_ADDRESS" : "SIGN_IN_FAILED" });
  const refusal = await isBeyond(LIMITS.invitationReviewsFromAddress, requestInfo(request.headers, null));
  if (refusal) return toRefusal(refusal);
  const form = await postedForm(request);
  if (form instanceof Response) return form;
  const code = invitationCodeIn(form.get("token"));
  if (!code) return toRefusal({ code: "INVITATION_NOT_USABLE" });
  (await cookies()).set(cookieNames.invitation(), code, { ...cookieOptions(), maxAge: HALF_AN_HOUR });
  return NextResponse.redirect(new URL("/accept-invitation/review", env().APP_URL), 303);
}
