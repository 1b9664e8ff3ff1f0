import { LinkButton } from "@/components/ui/button";

/** Leads to one's draft, which the first change makes. */
export const DraftButton = ({ hasDraft }: { hasDraft: boolean }) => (
  <LinkButton variant="primary" icon="pencil" href="/admin/configuration/draft">
    {hasDraft ? "Go on with your draft" : "Propose a change"}
  </LinkButton>
);
