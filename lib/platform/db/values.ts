import { Prisma } from "@/lib/generated/prisma/client";

/** A JSON column without a value: SQL's NULL, not JSON's. */
export const SQL_NULL = Prisma.DbNull;

/** A statement with its values, not sent yet: to be sent, or to have its plan explained. */
export const sql = Prisma.sql;
