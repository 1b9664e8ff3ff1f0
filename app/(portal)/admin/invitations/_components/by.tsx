import { TextLink } from "@/components/ui/link";
import type { Author } from "@/lib/domain/invitations";

/** The actor, linked when the viewer may open them. A user of another entity is not named. */
export function By({ author, linked = false }: { author: Author | null; linked?: boolean }) {
  if (!author) return "the portal";
  if (author.displayName === null) return "an operator of the exchange";
  return linked ? <TextLink href={`/admin/users/${author.id}`}>{author.displayName}</TextLink> : author.displayName;
}
