// @ts-check

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page shows a resized image, so the optimiser and its past vulnerabilities stay out of the build's surface.
  images: { unoptimized: true },
  // Loaded by Node as they are: WebAssembly beside the code (PGlite) and native or dynamic requires (pg).
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/adapter-pg",
    "pg",
    "fs-native-extensions",
    "@azure/msal-node",
    "@microsoft/microsoft-graph-client",
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        // Not no-referrer: a form post would then carry `Origin: null` and be refused as foreign.
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
    // Pages say this of themselves; routes would be left to whoever passes them on.
    { source: "/api/:path*", headers: [{ key: "Cache-Control", value: "private, no-store, no-transform" }] },
    // proxy.ts leaves these alone, and an address of no file here is answered with a page.
    { source: "/_next/static/:path*", headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }] },
  ],
  experimental: {
    // 10,000 invitations at once are the largest; lib/adapters/web/request-limits.mjs allows them on their own page alone, and a form 64 kB.
    serverActions: { bodySizeLimit: "2mb" },
    // What Next keeps of a body for proxy.ts, in memory.
    proxyClientMaxBodySize: "2mb",
  },
};

export default config;
