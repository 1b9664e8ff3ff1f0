import "server-only";
import type { NextRequest } from "next/server";

/** The answer to whatever is sent in place of a form: JSON, half a form, nothing. */
export const notAForm = () => new Response("This is not a form of the portal. Open the page again and send it from there.\n", { status: 400 });

/** The form that a request carries, or the answer to what else it carries. */
export const postedForm = (request: NextRequest): Promise<FormData | Response> => request.formData().catch(notAForm);
