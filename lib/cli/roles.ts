import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { command } from "./run";

/** `npm run db:roles`: prints a script with fresh passwords that a PostgreSQL administrator runs once. */
await command(async () => {
  const script = readFileSync("prisma/administrator.sql", "utf8");
  process.stdout.write(script.replace(/<\w+ password>/g, () => randomBytes(24).toString("base64url")));
});
