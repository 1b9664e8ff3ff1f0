import { LinkButton } from "@/components/ui/button";

/** Links to the user's draft. The first change creates it. */
export const DraftButton = ({ hasDraft }: { hasDraft: boolean }) => (
  <LinkButton variant="primary" icon="pencil" href="/admin/configuration/draft">
    {hasDraft ? "Go on with your draft" : "Propose a change"}
  </LinkButton>
);
