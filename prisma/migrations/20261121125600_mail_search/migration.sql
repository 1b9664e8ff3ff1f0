-- CreateIndex
CREATE INDEX "mail_search_idx" ON "mail_message" USING GIN ("to_address" gin_trgm_ops, "subject" gin_trgm_ops);
