import { expect, test } from "vitest";
import { browserName } from "./user-agent";

test("a browser is named by product and system, and anything else is unknown", () => {
  expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")).toBe("Firefox on Linux");
  expect(browserName("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0")).toBe(
    "Microsoft Edge on Windows",
  );
  for (const nothing of [null, ""]) expect(browserName(nothing)).toBe("Unknown browser");
  for (const odd of ["curl/8", "<script>", "x".repeat(100_000)]) expect(browserName(odd).length).toBeLessThan(520);
});
