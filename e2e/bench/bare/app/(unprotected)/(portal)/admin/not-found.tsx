export { default } from "@/app/(portal)/admin/not-found";
