import "server-only";
import { z } from "zod";
import { readSession } from "@/lib/domain/market";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { query } from "@/lib/platform/operations/query";
import { grantIf } from "@/lib/platform/unit-of-work/authorize";
import { readHome } from "./home";

const NOTHING = z.strictObject({});

/** Home, and whose it is. */
export const homeQuery = query({
  name: "home.read",
  ...doorOf("home"),
  input: NOTHING,
  read: async ({ tx, grant }) => ({ home: await readHome(tx, grant), principal: grant.principal }),
});

/** Home as the Admin panel shows it: for operators with the market's session, which they control from there. */
export const overviewQuery = query({
  name: "home.overview",
  ...doorOf("admin"),
  input: NOTHING,
  read: async ({ tx, grant }) => {
    const operate = grantIf(tx, "Market.Operate", { entityId: grant.principal.entity.id });
    return { home: await readHome(tx, grant), session: operate && { now: await readSession(tx, operate) }, principal: grant.principal };
  },
});

/** Reads nothing: an address without a page is for everybody with a live account, as Home is. */
export const unknownAddressQuery = query({
  name: "home.unknownAddress",
  ...doorOf("home"),
  input: NOTHING,
  read: async () => true,
});
