-- DropIndex
DROP INDEX "portal_user_role_idx";

-- DropIndex
DROP INDEX "portal_user_status_role_idx";

-- CreateIndex
CREATE INDEX "portal_user_status_role_display_name_id_idx" ON "portal_user"("status", "role", "display_name", "id");

-- CreateIndex
CREATE INDEX "portal_user_status_display_name_id_idx" ON "portal_user"("status", "display_name", "id");

-- CreateIndex
CREATE INDEX "portal_user_role_display_name_id_idx" ON "portal_user"("role", "display_name", "id");
