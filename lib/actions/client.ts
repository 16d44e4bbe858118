"use server";

import { requireActor } from "#lib/auth/current-actor.ts";
import * as clients from "#lib/services/client/index.ts";
import { type ActionResult, runAction } from "./action-result.ts";

type Result = Promise<ActionResult<clients.ClientDto>>;

export async function createClient(input: clients.CreateClientInput): Result {
  return runAction(async () => clients.createClient(await requireActor(), input));
}

export async function updateClient(input: clients.UpdateClientInput): Result {
  return runAction(async () => clients.updateClient(await requireActor(), input));
}

export async function archiveClient(input: clients.ArchiveClientInput): Result {
  return runAction(async () => clients.archiveClient(await requireActor(), input));
}

export async function unarchiveClient(input: clients.UnarchiveClientInput): Result {
  return runAction(async () => clients.unarchiveClient(await requireActor(), input));
}
