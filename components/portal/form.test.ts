import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type ErrorLink, outcomeUnknown, unavailable } from "@/lib/platform/errors";
import { Failure } from "./form";
import { Place } from "./place";

const shown = ({ code, message }: ReturnType<typeof outcomeUnknown>, place: ErrorLink) =>
  renderToStaticMarkup(createElement(Place, { value: place }, createElement(Failure, { error: { code, message, fieldErrors: {} } })));

test("when the outcome is unknown, the form names the page to check and opens it in another tab", () => {
  const entities = { href: "/admin/entities", label: "Entities" } as const;
  const unknown = shown(outcomeUnknown(null), entities);
  expect(unknown).toContain("so it is not known whether this was done");
  expect(unknown).toMatch(/<a [^>]*target="_blank"[^>]*href="\/admin\/entities"[^>]*>Look at (<!-- -->)?Entities(<!-- -->)? in another tab<\/a>/);
  expect(shown(unavailable(null), entities)).not.toContain("another tab");
});
