import { cx } from "./cx";

/** Something is going on and nobody knows how long. Stands still when motion is not wanted. */
export function ProgressBar({ label, className }: { label: string; className?: string | undefined }) {
  return (
    <div role="progressbar" aria-label={label} className={cx("h-1 overflow-hidden rounded-sm bg-line forced-colors:border", className)}>
      <div className="h-full w-2/5 motion-safe:animate-slide rounded-sm bg-solid motion-reduce:w-full motion-reduce:opacity-60 forced-colors:bg-[Highlight]" />
    </div>
  );
}
