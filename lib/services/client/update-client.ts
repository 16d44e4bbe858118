import { z } from "zod";
import { db, type Tx } from "#lib/db/db.ts";
import { recordActivity } from "../activity/record-activity.ts";
import { type Actor, authorize } from "../actor.ts";
import { parseInput } from "../parse-input.ts";
import { ServiceError } from "../service-error.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { ClientDto } from "./client-dto.ts";
import { clientFields, clientNameTaken, requireAccountManager } from "./client-fields.ts";
import { loadClient } from "./load-client.ts";

const changesSchema = z.object(clientFields).partial();
const updateClientInput = changesSchema.extend({
  clientId: z.uuid(),
  /** The version that the person saw when they began to edit. */
  version: z.number().int(),
});
export type UpdateClientInput = z.input<typeof updateClientInput>;
type Changes = z.output<typeof changesSchema>;

/**
 * Changes what is given and leaves the rest. When somebody else changed the client since, nothing is
 * changed and the CONFLICT tells, field by field, what stands there now.
 */
export async function updateClient(actor: Actor, input: UpdateClientInput): Promise<ClientDto> {
  authorize(actor, "client.update");
  const { clientId, version, ...given } = parseInput(updateClientInput, input);
  const changes = withoutUndefined(given);
  try {
    return await db.$transaction(async (tx) => {
      const before = await loadClient(tx, clientId);
      if (changes.accountManagerId !== before.accountManager?.id) {
        await requireAccountManager(tx, changes.accountManagerId ?? null);
      }
      const { count } = await tx.client.updateMany({
        where: { id: clientId, version },
        data: { ...changes, version: { increment: 1 } },
      });
      if (count === 0) throw await editedMeanwhile(tx, clientId, changes);
      const after = await loadClient(tx, clientId);
      await recordActivity(tx, actor, {
        action: "client.update",
        clientId,
        details: { name: after.name, changed: changedFields(before, after) },
      });
      return after;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw clientNameTaken(changes.name ?? "", error);
    throw error;
  }
}

type DefinedChanges = { [Key in keyof Changes]?: Exclude<Changes[Key], undefined> };

function withoutUndefined(changes: Changes): DefinedChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

async function editedMeanwhile(tx: Tx, clientId: string, changes: DefinedChanges): Promise<ServiceError> {
  const current = factsOf(await loadClient(tx, clientId));
  const fields: Record<string, string> = {};
  for (const name of fieldNames) {
    if (changes[name] !== undefined && changes[name] !== current[name].value) {
      fields[name] = current[name].shown ? `Now: ${current[name].shown}` : "Now empty.";
    }
  }
  return new ServiceError("CONFLICT", "Somebody else changed this client while you were editing.", {
    nextStep: "Nothing of yours was saved. Compare with what stands there now, reload and save again.",
    fields,
  });
}

const fieldNames = ["name", "contactName", "contactEmail", "notes", "accountManagerId"] as const;
type Facts = Record<(typeof fieldNames)[number], { value: string | null; shown: string }>;

function factsOf(client: ClientDto): Facts {
  const text = (value: string) => ({ value, shown: value });
  return {
    name: text(client.name),
    contactName: text(client.contactName),
    contactEmail: text(client.contactEmail),
    notes: text(client.notes),
    accountManagerId: { value: client.accountManager?.id ?? null, shown: client.accountManager?.name ?? "" },
  };
}

/** Notes may be long and personal: that they changed is enough for the record. */
function changedFields(before: ClientDto, after: ClientDto) {
  const old = factsOf(before);
  const now = factsOf(after);
  const changed = fieldNames.filter((name) => old[name].value !== now[name].value);
  return Object.fromEntries(
    changed.map((name) => [name, name === "notes" ? true : { from: old[name].shown, to: now[name].shown }]),
  );
}
