-- What people call their lists is a name like others: ordered by one collation, not by the locale that the database happened to be made with.
ALTER TABLE "saved_view" ALTER COLUMN "name" TYPE TEXT COLLATE "und-x-icu";
