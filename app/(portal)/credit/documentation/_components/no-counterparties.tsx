import { EmptyState } from "@/components/portal/empty-state";

export const NoCounterparties = ({ entity }: { entity: string }) => (
  <EmptyState kind="none" title={`${entity} has no counterparties`}>
    Either it does not trade itself, as the exchange does not, or no other entity trades here yet.
  </EmptyState>
);
