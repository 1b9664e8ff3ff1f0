import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mostBytesAt } from "@/lib/adapters/web/request-limits.mjs";
import { scripts } from "@/package.json";

/** What the README shows to copy is what the portal needs. */

const readme = readFileSync("README.md", "utf8");
const [, unit = ""] = /```ini\n([\s\S]*?)```/.exec(readme) ?? [];
const [, proxy = ""] = /```nginx\n([\s\S]*?)```/.exec(readme) ?? [];

test("the service unit starts what npm start runs, without npm between", () => {
  expect(/^ExecStart=(.*)$/m.exec(unit)?.[1]).toBe(`/usr/bin/${scripts.start}`);
});

test("the proxy lets the largest body through that the portal takes, and passes the host with its port", () => {
  const megabytes = Number(/client_max_body_size (\d+)m;/.exec(proxy)?.[1]);
  expect(megabytes * 1024 * 1024).toBeGreaterThanOrEqual(mostBytesAt("/admin/invitations/many"));
  const places = proxy.match(/location [^{]+\{[^}]*\}/g) ?? [];
  expect(places).toHaveLength(2);
  for (const place of places) expect(place).toMatch(/Host \$http_host;[\s\S]*X-Forwarded-For \$proxy_add_x_forwarded_for;/);
  expect(places.filter((place) => place.includes("proxy_buffering off;"))).toEqual([expect.stringContaining("location /api/events")]);
});

test("every command that it names exists", () => {
  const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name = ""]) => name);
  expect(named).toContain("db:migrate");
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("every setting that it explains is in .env.example, but Next's own", () => {
  const example = readFileSync(".env.example", "utf8");
  const rows = readme.split("\n").flatMap((line) => /^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/.exec(line)?.[1]?.match(/[A-Z_]+/g) ?? []);
  expect(rows).toContain("DATABASE_MIGRATION_URL");
  expect(rows.filter((name) => !example.includes(`\n${name}=`))).toEqual(["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"]);
});
