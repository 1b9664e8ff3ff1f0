import { Timestamp } from "@/components/portal/timestamp";
import type { InvitationRow } from "@/lib/domain/invitations";
import { By } from "./by";

/** What became of an invitation, or when it ends: "Expires in 3 days". `asOf` is the time its state was judged at. */
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
