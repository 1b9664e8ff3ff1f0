import { parseArgs } from "node:util";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { generateClient, prepareDatabase } from "./prepare";
import { CannotGoOn } from "./run";
import { commandWithSettings } from "./settings";

/** `npm run bootstrap -- --email …`: the first operator's invitation, for a portal that has no operator yet. */
await commandWithSettings(async (settings) => {
  const { values } = parseArgs({ options: { email: { type: "string" } } });
  const email = z.email().safeParse(values.email);
  if (!email.success) throw new CannotGoOn("Say who to invite: npm run bootstrap -- --email somebody@example.org");
  process.stdout.write(`Settings: ${settings}.\n`);
  await generateClient();
  await prepareDatabase({ demo: false });
  const { openDatabase, useDatabase } = await import("@/lib/platform/db/client");
  const { inviteFirstOperator } = await import("@/lib/adapters/sign-in/bootstrap");
  const { insertFirstVersion } = await import("@/lib/domain/configuration");
  const { AppError } = await import("@/lib/platform/errors");
  const database = await openDatabase();
  useDatabase(database);
  try {
    await insertFirstVersion();
    const { token, entity, expiresAt } = await inviteFirstOperator(email.data);
    process.stdout.write(
      `${email.data} is invited as the first operator, in ${entity}. The link works once, until ${expiresAt.toISOString()}:\n\n  ${env().APP_URL}/accept-invitation#${token}\n\nIn Entra ID the person also needs the operators' role group and the app role Global.\n`,
    );
  } catch (error) {
    throw error instanceof AppError ? new CannotGoOn(error.message) : error;
  } finally {
    await database.close();
  }
});
