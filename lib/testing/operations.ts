import { readdirSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";
import type { Access } from "@/lib/platform/authz/decide";
import type { Operation } from "@/lib/platform/operations/operation";

export type AnyOperation = Operation<Access, z.ZodType, unknown, unknown>;

const DOMAINS = "lib/domain";

/** Every operation of every domain, by its name; a domain that is added is there by itself. */
export async function allOperations(): Promise<ReadonlyMap<string, AnyOperation>> {
  const files = readdirSync(DOMAINS, { recursive: true, encoding: "utf8" }).filter((file) => path.basename(file) === "operations.ts");
  const modules = await Promise.all(files.map((file): Promise<Record<string, unknown>> => import(path.resolve(DOMAINS, file))));
  const operations = modules.flatMap((exported) => Object.values(exported)).filter(isOperation);
  return new Map(operations.map((operation) => [operation.name, operation]));
}

const isOperation = (value: unknown): value is AnyOperation => typeof value === "object" && value !== null && "run" in value && "input" in value;
