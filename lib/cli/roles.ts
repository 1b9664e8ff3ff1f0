import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { command } from "./run";

/** `npm run db:roles`: prints what an administrator of PostgreSQL runs once, with passwords that nobody has had before. */
await command(async () => {
  const script = readFileSync("prisma/administrator.sql", "utf8");
  process.stdout.write(script.replace(/<\w+ password>/g, () => randomBytes(24).toString("base64url")));
});
