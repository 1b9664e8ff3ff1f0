import { expect, test } from "vitest";
import { instantOnMarketClock } from "@/lib/platform/time/market-clock";
import { firstConfiguration } from "@/prisma/seed/configuration";
import { assertWarningsConfirmed } from "./rules";

const { content: base } = firstConfiguration;
const content = { ...base, marketHours: { ...base.marketHours, close: "17:00" } };
const attempt = (minute: string, confirmed: readonly string[]) => () =>
  assertWarningsConfirmed({ base, content, from: instantOnMarketClock(minute) }, confirmed);

test("an approval of hours that change in the middle of a session must confirm that warning", () => {
  expect(attempt("2026-11-23T10:00", [])).toThrow("in the middle of a session");
  expect(attempt("2026-11-23T10:00", ["Contracts in use"])).toThrow("in the middle of a session");
  expect(attempt("2026-11-23T10:00", ["No session is cut across"])).not.toThrow();
  expect(attempt("2026-11-23T18:00", [])).not.toThrow();
});
