import { TabStrip } from "@/components/ui/tabs";
import type { Queue } from "@/lib/domain/configuration/model";
import { listHref } from "@/lib/platform/lists/params";

const PATH = "/admin/configuration";

export const queueHref = (show?: Queue) => listHref(`${PATH}/proposals`, { show });

/** The proposal lists, each with its count. */
export const QueueTabs = ({ counts, current }: { counts: { pending: number; scheduled: number }; current: Queue | "in-force" | "all" }) => (
  <TabStrip
    label="Configuration"
    className="border-b border-line"
    tabs={[
      { href: PATH, label: "In force", current: current === "in-force" },
      { href: queueHref("pending"), label: "To decide", count: counts.pending, current: current === "pending" },
      { href: queueHref("scheduled"), label: "Scheduled", count: counts.scheduled, current: current === "scheduled" },
      { href: queueHref("settled"), label: "Settled", current: current === "settled" },
    ]}
  />
);
