import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { directorySettings } from "@/lib/adapters/entra/settings";
import { preferences } from "@/lib/domain/preferences";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Rolebook", template: "%s · Rolebook" },
  description: "The admin portal of the Aotearoa Energy Exchange.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the request keeps every page dynamic: none is prerendered, shared or cached.
  await headers();
  const { theme } = await preferences();
  return (
    <html lang="en-NZ" data-theme={theme === "system" ? undefined : theme}>
      <body className="flex min-h-dvh flex-col bg-canvas text-base text-ink antialiased">
        {directorySettings().kind === "local" && <LocalDirectoryBanner />}
        {children}
      </body>
    </html>
  );
}

const LocalDirectoryBanner = () => (
  <p className="print:hidden border-b border-line bg-sunken px-4 py-1 text-center text-sm text-ink-2">
    Local directory: anyone at this computer can sign in as anyone. For trying out and tests only.
  </p>
);
