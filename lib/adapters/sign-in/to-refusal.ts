import "server-only";
import { NextResponse } from "next/server";
import { env } from "@/lib/platform/env";
import { type Refusal, refusalPath } from "./refusal";

/** Redirects to the page that explains the refusal. */
export const toRefusal = (refusal: Refusal): NextResponse => NextResponse.redirect(new URL(refusalPath(refusal), env().APP_URL), 303);
