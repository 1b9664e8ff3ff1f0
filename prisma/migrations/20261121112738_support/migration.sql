-- CreateEnum
CREATE TYPE "support_kind" AS ENUM ('question', 'problem', 'access');

-- AlterTable
ALTER TABLE "support_request" ADD COLUMN     "asks_for" TEXT,
ADD COLUMN     "context" JSONB,
ADD COLUMN     "every_entity" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kind" "support_kind" NOT NULL DEFAULT 'question',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "support_message" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "entity_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "author_name" TEXT NOT NULL,
    "exchange" BOOLEAN NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "support_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "support_message_request_id_created_at_id_idx" ON "support_message"("request_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "support_request_user_id_created_at_id_idx" ON "support_request"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "support_request_search_idx" ON "support_request" USING GIN ("subject" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "support_message" ADD CONSTRAINT "support_message_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "support_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

ALTER TABLE support_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_message FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON support_message TO portal_entity, portal_global, portal_system;

CREATE POLICY support_message_read ON support_message FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY support_message_write ON support_message FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND author_id = portal_current_user() AND NOT exchange);
CREATE POLICY support_message_all ON support_message FOR SELECT TO portal_global USING (true);
CREATE POLICY support_message_answer ON support_message FOR INSERT TO portal_global WITH CHECK (author_id = portal_current_user());
CREATE POLICY support_message_system ON support_message FOR ALL TO portal_system USING (true) WITH CHECK (true);

-- Asked in one's own name; answered, and closed, by colleagues as well.
DROP POLICY support_own_entity ON support_request;
CREATE POLICY support_own_entity ON support_request FOR SELECT TO portal_entity USING (entity_id = portal_current_entity());
CREATE POLICY support_as_oneself ON support_request FOR INSERT TO portal_entity
  WITH CHECK (entity_id = portal_current_entity() AND user_id = portal_current_user());
CREATE POLICY support_own_entity_change ON support_request FOR UPDATE TO portal_entity
  USING (entity_id = portal_current_entity()) WITH CHECK (entity_id = portal_current_entity());
