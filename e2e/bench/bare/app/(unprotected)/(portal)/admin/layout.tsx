export { default } from "@/app/(portal)/admin/layout";
