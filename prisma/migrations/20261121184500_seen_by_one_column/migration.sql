-- DropIndex
DROP INDEX "portal_user_last_seen_at_id_idx";
