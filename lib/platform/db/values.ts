import { Prisma } from "@/lib/generated/prisma/client";

/** A JSON column without a value: SQL's NULL, not JSON's. */
export const SQL_NULL = Prisma.DbNull;

/** An unsent statement with its values, to run or to EXPLAIN. */
export const sql = Prisma.sql;

/** Several conditions or columns as one statement. */
export const joined = Prisma.join;

/** Columns of a table, each under its field's name. Names come from code, never from input. */
export const columnsOf = (fields: readonly string[]) =>
  Prisma.raw(fields.map((field) => `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} AS "${field}"`).join(", "));
