/** Row and filter types of the schema, for everyone; Prisma's runtime stays in this folder. */
export type * from "@/lib/generated/prisma/client";
