import "server-only";
import type { NextRequest } from "next/server";

/** The answer to a body that is not a form: JSON, a truncated form, nothing. */
export const notAForm = () => new Response("This is not a form of the portal. Open the page again and send it from there.\n", { status: 400 });

/** The request's form, or the error answer when it has none. */
export const postedForm = (request: NextRequest): Promise<FormData | Response> => request.formData().catch(notAForm);
