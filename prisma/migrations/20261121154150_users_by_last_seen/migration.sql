-- AlterTable
-- By hand: kept by the database, which the schema language cannot say. A list in order of a column with NULL has no place to page on from.
ALTER TABLE "portal_user" ADD COLUMN     "seen_order" TIMESTAMPTZ(3) NOT NULL GENERATED ALWAYS AS (coalesce(last_seen_at, timestamptz 'epoch')) STORED;

-- CreateIndex
CREATE INDEX "portal_user_seen_order_id_idx" ON "portal_user"("seen_order", "id");

-- CreateIndex
CREATE INDEX "portal_user_entity_id_seen_order_id_idx" ON "portal_user"("entity_id", "seen_order", "id");
