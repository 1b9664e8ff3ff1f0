-- AlterEnum
ALTER TYPE "mail_state" ADD VALUE 'withdrawn';

-- CreateIndex
CREATE INDEX "invitation_name_search_idx" ON "invitation" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "mail_message_state_created_at_id_idx" ON "mail_message"("state", "created_at", "id");
