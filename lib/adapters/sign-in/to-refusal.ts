import "server-only";
import { NextResponse } from "next/server";
import { env } from "@/lib/platform/env";
import { type Refusal, refusalPath } from "./refusal";

/** Leads to the page that says why it goes no further. */
export const toRefusal = (refusal: Refusal): NextResponse => NextResponse.redirect(new URL(refusalPath(refusal), env().APP_URL), 303);
