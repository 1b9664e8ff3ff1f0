/** The name that `/api/ready` had before. */
export { GET } from "@/app/api/ready/route";
