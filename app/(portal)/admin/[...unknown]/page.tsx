export { default } from "../../[...unknown]/page";
