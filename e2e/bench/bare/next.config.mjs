// @ts-check
import { fileURLToPath } from "node:url";
import portal from "../../../next.config.js";

/** @type {import("next").NextConfig} */
const config = { ...portal, turbopack: { root: fileURLToPath(new URL("../../..", import.meta.url)) } };

export default config;
