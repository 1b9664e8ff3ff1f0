import { z } from "zod";
import type { RequestInfo } from "@/lib/platform/audit/event";
import type { UserPrincipal } from "@/lib/platform/authz/principal";
import { roleLabel } from "@/lib/platform/authz/roles";

/**
 * Context for the helper. Shown before it is sent, and nothing else is sent: no cookie, token or other people's
 * text.
 */
export const requestContext = z.object({
  page: z.string().nullable(),
  /** The id of an error or failed request, which finds it in the log and the record. */
  reference: z.string().nullable(),
  role: z.string(),
  permissions: z.array(z.string()).readonly(),
  browser: z.string().nullable(),
});

export type RequestContext = z.infer<typeof requestContext>;

export const contextOf = (
  principal: UserPrincipal,
  request: RequestInfo,
  { page, reference }: { page?: string | undefined; reference?: string | undefined },
): RequestContext => ({
  page: page ?? null,
  reference: reference ?? request.requestId,
  role: principal.global ? `${roleLabel(principal.role)} with Global` : roleLabel(principal.role),
  permissions: [...principal.permissions].toSorted(),
  browser: request.userAgent,
});
