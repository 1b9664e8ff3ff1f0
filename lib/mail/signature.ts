import type { Principal } from "@/lib/authz/principal";

type Signatory = { readonly displayName: string; readonly email: string; readonly entity: Pick<Principal["entity"], "shortName"> };

/** Who a message says it is from: names can be alike, so the entity and the address stand beside it. */
export const signatureOf = ({ displayName, email, entity }: Signatory): string => `${displayName} of ${entity.shortName} (${email})`;
