import { idOfEntity } from "@/prisma/seed/world";

/** The user the bench signs in as, and the entity whose users its pages list. */
export const ADMIN = "admin@kauri.example";
export const ENTITY_ID = idOfEntity("KAURI");
