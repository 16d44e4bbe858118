import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { buildClient } from "#prisma/builders/build-client.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import { archiveClient } from "./archive-client.ts";
import { createClient } from "./create-client.ts";
import { getClient } from "./get-client.ts";
import { listClients } from "./list-clients.ts";
import { unarchiveClient } from "./unarchive-client.ts";
import { updateClient } from "./update-client.ts";

const ada = await buildUser({ role: "account_manager", name: "Ada" });
const manager = actorOf(ada);
const operator = actorOf(await buildUser({ role: "operator" }));
const unknown = { clientId: randomUUID() };

const actionsOf = async (clientId: string) =>
  (await db.activity.findMany({ where: { clientId }, orderBy: { id: "asc" } })).map((row) => row.action);

describe("createClient", () => {
  it("makes a client and records it", async () => {
    const name = unique("Acme");
    const client = await createClient(manager, { name: ` ${name} `, accountManagerId: ada.id });
    expect(client).toMatchObject({
      name,
      contactEmail: "",
      accountManager: { id: ada.id, name: "Ada" },
      isArchived: false,
      tenantCount: 0,
      version: 1,
    });
    expect(await getClient(operator, { clientId: client.id })).toEqual(client);
    expect(await actionsOf(client.id)).toEqual(["client.create"]);
  });

  it("refuses a name that another client has, whatever its case", async () => {
    const { name } = await buildClient();
    await expect(createClient(manager, { name: name.toUpperCase() })).rejects.toMatchObject({
      code: "CONFLICT",
      fields: { name: "This name is taken." },
    });
  });

  it("makes one client when two people create it at once", async () => {
    const name = unique("Race");
    const results = await Promise.allSettled([
      createClient(manager, { name }),
      createClient(operator, { name: name.toLowerCase() }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const where = { name: { equals: name, mode: "insensitive" } } as const;
    expect(await db.client.count({ where })).toBe(1);
  });

  it("frees the name of an archived client", async () => {
    const { name } = await buildClient({ archivedAt: new Date() });
    expect(await createClient(manager, { name })).toMatchObject({ name });
  });

  it("refuses bad input field by field, and an account manager who can't sign in", async () => {
    await expect(createClient(manager, { name: "", contactEmail: "not an address" })).rejects.toMatchObject({
      code: "INVALID",
      fields: { name: "Enter the client's name.", contactEmail: expect.any(String) },
    });
    const gone = await buildUser({ disabledAt: new Date() });
    for (const accountManagerId of [gone.id, randomUUID()]) {
      await expect(createClient(manager, { name: unique("C"), accountManagerId })).rejects.toMatchObject({
        code: "INVALID",
        fields: { accountManagerId: expect.any(String) },
      });
    }
  });
});

describe("updateClient", () => {
  it("changes what is given, and records from what to what without the notes", async () => {
    const { id: clientId, name } = await buildClient({ contactName: "Bo" });
    const updated = await updateClient(manager, {
      clientId,
      version: 1,
      contactName: "Cy",
      notes: "Calls on Fridays.",
      accountManagerId: ada.id,
    });
    expect(updated).toMatchObject({ name, contactName: "Cy", notes: "Calls on Fridays.", version: 2 });
    const { details } = await db.activity.findFirstOrThrow({ where: { clientId } });
    expect(details).toMatchObject({
      name,
      changed: {
        contactName: { from: "Bo", to: "Cy" },
        accountManagerId: { from: "", to: "Ada" },
        notes: true,
      },
    });
  });

  it("changes nothing when somebody else was faster, and says what stands there now", async () => {
    const { id: clientId } = await buildClient({ contactName: "Bo" });
    const changes = ["Cy", "Di"].map((contactName) =>
      updateClient(manager, { clientId, version: 1, contactName }),
    );
    const results = await Promise.allSettled(changes);
    const kept = await getClient(manager, { clientId });
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({
      code: "CONFLICT",
      fields: { contactName: `Now: ${kept.contactName}` },
    });
    expect(kept.version).toBe(2);
    expect(await actionsOf(clientId)).toEqual(["client.update"]);
  });

  it("refuses a name that is taken, and answers not found for an unknown id", async () => {
    const [client, other] = [await buildClient(), await buildClient()];
    await expect(
      updateClient(manager, { clientId: client.id, version: 1, name: other.name }),
    ).rejects.toMatchObject({ code: "CONFLICT", fields: { name: expect.any(String) } });
    await expect(updateClient(manager, { ...unknown, version: 1, name: "X" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("archiveClient", () => {
  it("takes the client out of the lists and back, each recorded once", async () => {
    const { id: clientId, name } = await buildClient();
    const listed = async () => (await listClients(manager, { search: name })).total;
    await archiveClient(operator, { clientId });
    expect(await archiveClient(operator, { clientId })).toMatchObject({ isArchived: true });
    expect(await listed()).toBe(0);
    await unarchiveClient(operator, { clientId });
    expect(await unarchiveClient(operator, { clientId })).toMatchObject({ isArchived: false });
    expect(await listed()).toBe(1);
    expect(await actionsOf(clientId)).toEqual(["client.archive", "client.unarchive"]);
  });

  it("is refused while the client has tenants that aren't archived, and names them", async () => {
    const { id: clientId } = await buildClient();
    const hostId = (await buildHost()).id;
    for (const name of ["Desk", "Lab", "Shop", "Yard"]) await buildTenant({ clientId, hostId, name });
    await buildTenant({ clientId, hostId, name: "Attic", archivedAt: new Date() });
    await expect(archiveClient(operator, { clientId })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Desk, Lab, Shop, and 1 more"),
    });
    expect(await getClient(operator, { clientId })).toMatchObject({
      isArchived: false,
      tenantCount: 4,
      archivedTenantCount: 1,
    });
  });

  it("isn't for account managers, and answers not found for an unknown id", async () => {
    const { id: clientId } = await buildClient();
    await expect(archiveClient(manager, { clientId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(unarchiveClient(manager, { clientId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(archiveClient(operator, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(unarchiveClient(operator, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("can't be undone once the name is taken", async () => {
    const { id: clientId, name } = await buildClient({ archivedAt: new Date() });
    await buildClient({ name });
    await expect(unarchiveClient(operator, { clientId })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("getClient", () => {
  it("answers not found for an unknown id and for what is no id", async () => {
    await expect(getClient(manager, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getClient(manager, { clientId: "../etc" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("listClients", () => {
  it("finds a part of the name, literally and whatever its case", async () => {
    const stem = unique("100%_pure");
    await buildClient({ name: `${stem} A` });
    await buildClient({ name: stem.replace("%_", "xx") });
    const found = await listClients(manager, { search: stem.toUpperCase() });
    expect(found.rows.map(({ name }) => name)).toEqual([`${stem} A`]);
  });

  it("filters by account manager, sorts and pages, taking a query's strings", async () => {
    const { id: accountManagerId } = await buildUser();
    const hostId = (await buildHost()).id;
    const stem = unique("Sorted");
    for (const [order, count] of [1, 0, 2].entries()) {
      const createdAt = new Date(Date.UTC(2026, 0, 1 + order));
      const client = await buildClient({ name: `${stem} ${count}`, accountManagerId, createdAt });
      for (let built = 0; built < count; built++) await buildTenant({ clientId: client.id, hostId });
    }
    const names = async (input: object) =>
      (await listClients(manager, { accountManagerId, ...input })).rows.map(({ name }) => name.at(-1));
    expect(await names({})).toEqual(["0", "1", "2"]);
    expect(await names({ sort: "createdAt", direction: "desc" })).toEqual(["2", "0", "1"]);
    expect(await names({ sort: "tenantCount", direction: "desc" })).toEqual(["2", "1", "0"]);
    expect(await names({ page: "2", pageSize: "2" })).toEqual(["2"]);
    expect(await listClients(manager, { accountManagerId: "none", search: stem })).toMatchObject({
      total: 0,
    });
  });

  it("shows archived clients when asked", async () => {
    const { name } = await buildClient({ archivedAt: new Date() });
    const total = async (status: "active" | "archived" | "all") =>
      (await listClients(manager, { search: name, status })).total;
    expect([await total("active"), await total("archived"), await total("all")]).toEqual([0, 1, 1]);
  });
});
