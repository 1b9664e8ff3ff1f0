import { idOfEntity } from "@/prisma/seed/world";

/** Whom the bench signs in, and whose people all its pages list. */
export const ADMIN = "admin@kauri.example";
export const ENTITY_ID = idOfEntity("KAURI");
