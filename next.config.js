// @ts-check

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page shows a resized image, so the optimiser and its past vulnerabilities stay out of the build's surface.
  images: { unoptimized: true },
  // Loaded by Node as they are: WebAssembly beside the code (PGlite) and native or dynamic requires (pg).
  serverExternalPackages: ["@electric-sql/pglite", "pglite-prisma-adapter", "@prisma/adapter-pg", "pg", "fs-native-extensions", "@azure/msal-node", "@microsoft/microsoft-graph-client"],
  experimental: {
    // A form is a few kilobytes; anything larger is a mistake or an attack.
    serverActions: { bodySizeLimit: "256kb" },
  },
};

export default config;
