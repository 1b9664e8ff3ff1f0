export { default } from "@/app/(portal)/layout";
