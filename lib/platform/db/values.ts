import { Prisma } from "@/lib/generated/prisma/client";

/** A JSON column without a value: SQL's NULL, not JSON's. */
export const SQL_NULL = Prisma.DbNull;

/** An unsent statement with its values, to run or to EXPLAIN. */
export const sql = Prisma.sql;
