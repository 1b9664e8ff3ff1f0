import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { EntityStatus } from "@/lib/platform/db/types";
import { TradingBadge } from "./documentation";

const side = (name: string, entityStatus: EntityStatus = "active") => ({ name, status: "docs_in_place" as const, entityStatus });
const badge = (whyNot: string | null, other: EntityStatus = "active") =>
  renderToStaticMarkup(createElement(TradingBadge, { a: side("Kauri"), b: side("Rata", other), trader: { whyNot } }));

test("the trading badge is green only when both entities and the viewer may trade", () => {
  expect(badge(null)).toMatch(/positive.*>May trade</);
  expect(badge("you are frozen")).toContain(">May trade, not through you<");
  expect(badge("you are frozen")).not.toContain("positive");
  expect(badge(null, "suspended")).toContain("Blocked");
  expect(badge(null, "suspended")).not.toContain("positive");
});
