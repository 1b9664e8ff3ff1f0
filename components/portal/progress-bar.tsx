/** How much of something is done. */
export const ProgressBar = ({ value, max, label }: { value: number; max: number; label: string }) => (
  <progress
    value={value}
    max={max}
    aria-label={label}
    className="h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-line [&::-moz-progress-bar]:bg-solid [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-solid"
  />
);
