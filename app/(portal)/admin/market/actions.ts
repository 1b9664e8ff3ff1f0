"use server";

import { formAction } from "@/lib/adapters/web/form-action";
import { haltMarketOperation, resetEngineOperation, resumeMarketOperation } from "@/lib/domain/market";

export const haltMarketAction = formAction(haltMarketOperation, { next: () => "/admin" });

export const resumeMarketAction = formAction(resumeMarketOperation, { next: () => "/admin" });

export const resetEngineAction = formAction(resetEngineOperation, { next: () => "/admin/market/diagnostics" });
