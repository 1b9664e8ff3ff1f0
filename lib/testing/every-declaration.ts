import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Registers every declaration of every domain, by loading its door. */
const DOMAINS = "lib/domain";
const doors = readdirSync(DOMAINS)
  .map((name) => path.resolve(DOMAINS, name, "index.ts"))
  .filter((file) => existsSync(file));
await Promise.all(doors.map((door) => import(door)));
