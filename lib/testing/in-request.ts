import "next/dist/server/node-environment-baseline";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { createRequestStore } from "next/dist/server/async-storage/request-store";
import { createWorkStore } from "next/dist/server/async-storage/work-store";

/**
 * Runs `work` as a server action runs inside a request with these headers: with Next's own stores around it, so that cookies and
 * headers are read as they are in the portal.
 */
export function inRequest<T>(headers: Headers, work: () => Promise<T>): Promise<T> {
  const request = createRequestStore({
    phase: "action",
    headers,
    url: { pathname: "/" },
    onUpdateCookies: undefined,
    rootParams: {},
    implicitTags: { tags: [], expirationsByCacheKind: new Map() },
    resumeDataCache: null,
    previewProps: undefined,
    isHmrRefresh: undefined,
    serverComponentsHmrCache: undefined,
    hmrRefreshHash: undefined,
    stagedFallbackParams: undefined,
  });
  const page = createWorkStore({
    page: "/page",
    deploymentId: "",
    buildId: "test",
    previouslyRevalidatedTags: [],
    renderOpts: {
      cacheLifeProfiles: { default: { stale: 0, revalidate: 0, expire: 0 } },
      staticPageGenerationTimeout: 60,
      cacheComponents: false,
      validationLevel: "warning",
      experimental: { isRoutePPREnabled: false, authInterrupts: false, useCacheTimeout: 60, durableUseCacheEntries: false },
      waitUntil: undefined,
      onClose: () => {},
      onAfterTaskError: undefined,
    },
  });
  return workAsyncStorage.run(page, () => workUnitAsyncStorage.run(request, work));
}

/** Whether an action asked, in the request that runs now, for what the browser keeps to be drawn anew. */
export const asksForRefresh = (): boolean => Boolean(workAsyncStorage.getStore()?.pathWasRevalidated);
