/** The logo, an open book with a ribbon, with the name beside it. */
export const Wordmark = () => (
  <span className="inline-flex items-center gap-2">
    <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-solid" />
      <path d="M7 8.5c3.4-1.2 6.4-1 9 .8v15.2c-2.6-1.8-5.6-2-9-.8z" className="fill-on-solid" />
      <path
        d="M18 9.3c.8-.5 1.6-.9 2.6-1.1v6l2.2-1.4 2.2 1.4V8c-2.4-.6-4.8-.2-7 1.3zM18 9.3v15.2c2.1-1.4 4.4-1.6 7-.8V8"
        className="fill-on-solid"
        opacity=".8"
      />
    </svg>
    <span className="text-lg font-semibold tracking-tight">Rolebook</span>
  </span>
);
