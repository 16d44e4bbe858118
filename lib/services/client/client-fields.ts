import { z } from "zod";
import type { Tx } from "#lib/db/db.ts";
import { ServiceError } from "../service-error.ts";
import { emailField, lineField, textField } from "../text-field.ts";

/** What a person enters of a client. */
export const clientFields = {
  name: lineField(120).min(1, "Enter the client's name."),
  contactName: lineField(120),
  contactEmail: z.union([z.literal(""), emailField]),
  notes: textField(5000),
  accountManagerId: z.uuid().nullable(),
};

/** @throws ServiceError INVALID when the person chosen isn't an active user */
export async function requireAccountManager(tx: Tx, accountManagerId: string | null): Promise<void> {
  if (accountManagerId === null) return;
  const count = await tx.user.count({ where: { id: accountManagerId, disabledAt: null } });
  if (count > 0) return;
  throw new ServiceError("INVALID", "The account manager you chose is no longer an active user.", {
    nextStep: "Choose somebody else.",
    fields: { accountManagerId: "Choose an active user." },
  });
}

export function clientNameTaken(name: string, cause: unknown): ServiceError {
  return new ServiceError("CONFLICT", `There is already a client named "${name}".`, {
    nextStep: "Use another name, or archive the other client first.",
    fields: { name: "This name is taken." },
    cause,
  });
}
