import { TextLink } from "@/components/ui/link";
import type { Author } from "@/lib/domain/invitations";

/** Who did something: a link where the reader may open them. Somebody of another entity has no name here. */
export function By({ author, linked = false }: { author: Author | null; linked?: boolean }) {
  if (!author) return "the portal";
  if (author.displayName === null) return "an operator of the exchange";
  return linked ? <TextLink href={`/admin/users/${author.id}`}>{author.displayName}</TextLink> : author.displayName;
}
