import { Timestamp } from "@/components/portal/timestamp";
import type { InvitationRow } from "@/lib/domain/invitations";
import { By } from "./by";

/** An invitation's outcome, or its expiry: "Expires in 3 days". `asOf` is when its state was determined. */
export function Outcome({ invitation, asOf, zone, linked = false }: { invitation: InvitationRow; asOf: Date; zone: string; linked?: boolean }) {
  const { state, acceptedAt, revokedAt, expiresAt, accepter } = invitation;
  if (state === "accepted") {
    return (
      <>
        Accepted {acceptedAt && <Timestamp value={acceptedAt} zone={zone} />} by <By author={accepter} linked={linked} />
      </>
    );
  }
  if (state === "revoked") return <>Revoked {revokedAt && <Timestamp value={revokedAt} zone={zone} />}</>;
  return (
    <>
      {state === "pending" ? "Expires" : "Expired"} <Timestamp value={expiresAt} mode="relative+absolute" now={asOf} zone={zone} />
    </>
  );
}
