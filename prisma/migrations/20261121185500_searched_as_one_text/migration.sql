-- DropIndex
DROP INDEX "portal_user_search_idx";

-- AlterTable
-- By hand: kept by the database, which the schema language cannot say. Trigrams end where a word ends, so those at the ends of words
-- are shared by far too many; a letter in the place of what parts words makes them as rare as those within.
ALTER TABLE "portal_user" ADD COLUMN     "searched" TEXT NOT NULL
  GENERATED ALWAYS AS (translate(lower(' ' || display_name || '  ' || email), ' .,@''’_+/()-', repeat('ǀ', 12))) STORED;

-- CreateIndex
CREATE INDEX "portal_user_search_idx" ON "portal_user" USING GIN ("searched" gin_trgm_ops);
