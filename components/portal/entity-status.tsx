import { Badge } from "@/components/ui/badge";

export const EntityStatusBadge = ({ status }: { status: "active" | "suspended" }) =>
  status === "active" ? <Badge tone="positive">Active</Badge> : <Badge tone="danger">Suspended</Badge>;
