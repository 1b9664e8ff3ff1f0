export { default, metadata } from "@/app/(portal)/admin/users/page";
