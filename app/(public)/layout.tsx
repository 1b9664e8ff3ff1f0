import type { ReactNode } from "react";

/** The layout of pages that need no session. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid flex-1 place-content-center p-4">
      <div className="grid w-full max-w-prose gap-5 rounded-md border border-line bg-surface p-6 sm:min-w-96">
        <p className="font-semibold tracking-tight">Rolebook</p>
        {children}
      </div>
    </main>
  );
}
