import { Timestamp } from "@/components/portal/timestamp";

export const LastSeen = ({ at, now, zone }: { at: Date | null; now: Date; zone: string }) =>
  at ? <Timestamp value={at} mode="relative+absolute" now={now} zone={zone} /> : <span className="text-ink-3">Never</span>;
