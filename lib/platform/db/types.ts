/** Row and filter types of the schema, for every folder; Prisma's runtime stays in this one. */
export type * from "@/lib/generated/prisma/client";
