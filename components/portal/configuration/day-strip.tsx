import type { HalfHours } from "@/lib/domain/configuration/model";

const HALF_HOURS = 48;

/** A day as a strip with a profile's half-hours filled in. The text beside it says the same. */
export const DayStrip = ({ periods }: { periods: readonly HalfHours[] }) => (
  <svg viewBox={`0 0 ${HALF_HOURS} 4`} preserveAspectRatio="none" aria-hidden="true" className="h-2.5 w-36 rounded-xs bg-sunken">
    {periods.map(({ first, last }) => (
      <rect key={first} x={first - 1} width={last - first + 1} height={4} className="fill-accent" />
    ))}
  </svg>
);
