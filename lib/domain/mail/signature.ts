import type { UserPrincipal } from "@/lib/platform/authz/principal";

type Signatory = {
  readonly displayName: string;
  readonly email: string;
  readonly login: string | null;
  readonly entity: Pick<UserPrincipal["entity"], "shortName">;
};

/**
 * Who a message says it is from: names can be alike, so the entity stands beside it, and the directory's sign-in name. An address can be
 * edited here, and counts only for somebody who has not signed in yet.
 */
export const signatureOf = ({ displayName, email, login, entity }: Signatory): string => `${displayName} of ${entity.shortName} (${login ?? email})`;
