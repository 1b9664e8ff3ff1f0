-- AlterTable
ALTER TABLE "directory_write" ADD COLUMN     "oid" UUID;
