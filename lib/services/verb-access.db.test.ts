import { readFileSync } from "node:fs";
import { glob, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OperationKind } from "#lib/db/generated/enums.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { buildUser } from "#prisma/builders/build-user.ts";
import { type Actor, jobPermissions, may, type Permission, roles, setupPermissions } from "./actor.ts";
import { retryOperation } from "./gateway/index.ts";
import { cancelOperation } from "./operation/index.ts";
import { innerChecks, type VerbAccess, verbAccess } from "./testing/verb-access.ts";

afterAll(() => closeJobQueue());

type Verb = (actor: Actor, input: unknown, ...more: unknown[]) => Promise<unknown>;

async function foldersWithIndex(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob("*/index.ts", { cwd: import.meta.dirname })) found.push(path.dirname(file));
  return found.sort();
}

async function verbsOf(folder: string): Promise<Map<string, Verb>> {
  const all: Record<string, unknown> = await import(`./${folder}/index.ts`);
  return new Map(
    Object.entries(all).filter((entry): entry is [string, Verb] => typeof entry[1] === "function"),
  );
}

type Kind = { readonly title: string; readonly may: (permission: Permission) => boolean };
const people: readonly (Kind & { role: (typeof roles)[number]; mustChangePassword: boolean })[] =
  roles.flatMap((role) => [
    { title: role, role, mustChangePassword: false, may: (permission) => may(role, permission) },
    { title: `${role} with a one-time password`, role, mustChangePassword: true, may: () => false },
  ]);
const machines: readonly (Kind & { actor: Actor })[] = [
  {
    title: "a job",
    actor: { kind: "job", name: "inventory" },
    may: (permission) => jobPermissions.includes(permission),
  },
  {
    title: "the command line",
    actor: { kind: "setup", name: "inventory" },
    may: (permission) => setupPermissions.includes(permission),
  },
];

async function personOf({ role, mustChangePassword }: (typeof people)[number]): Promise<Actor> {
  const { id, name } = await buildUser({ role, mustChangePassword });
  return { kind: "user", userId: id, name, role, mustChangePassword };
}

/** What becomes of a call with nothing in it: the code of its refusal, or "done". */
async function outcomeOf(verb: Verb, actor: Actor, input: unknown = {}): Promise<string> {
  try {
    await verb(actor, input, () => undefined, AbortSignal.abort());
    return "done";
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
}

const refusals = ["FORBIDDEN", "PASSWORD_CHANGE_REQUIRED"];
/** What somebody who may not is told, before anything else is looked at. */
const refusalOf = (actor: Actor) =>
  actor.kind === "user" && actor.mustChangePassword ? "PASSWORD_CHANGE_REQUIRED" : "FORBIDDEN";

function isAllowed(access: Exclude<VerbAccess, object>, actor: Actor, kind: Kind): boolean {
  return access === "person" ? actor.kind === "user" : kind.may(access);
}

describe("every service", () => {
  it("says who may use it", async () => {
    const folders = await foldersWithIndex();
    expect(Object.keys(verbAccess).sort()).toEqual(folders);
    for (const folder of folders) {
      const verbs = [...(await verbsOf(folder)).keys()].sort();
      expect(Object.keys(verbAccess[folder] ?? {}).sort(), folder).toEqual(verbs);
    }
  });

  const cases = Object.entries(verbAccess).flatMap(([folder, verbs]) =>
    Object.entries(verbs).flatMap(([name, access]) =>
      typeof access === "object" ? [] : [{ folder, name, access }],
    ),
  );

  it.each(cases)("$folder: $name asks for $access, of everybody", async ({ folder, name, access }) => {
    const verb = (await verbsOf(folder)).get(name);
    if (verb === undefined) throw new Error(`There is no ${name}.`);
    const actors = [
      ...(await Promise.all(people.map(async (kind) => ({ kind, actor: await personOf(kind) })))),
      ...machines.map((kind) => ({ kind, actor: kind.actor })),
    ];
    for (const { kind, actor } of actors) {
      const outcome = await outcomeOf(verb, actor);
      if (isAllowed(access, actor, kind)) expect(refusals, kind.title).not.toContain(outcome);
      else expect(outcome, kind.title).toBe(refusalOf(actor));
    }
  });
});

describe.each(Object.values(OperationKind))("an operation of kind %s", (kind) => {
  it.each([
    ["repeated", retryOperation, "failed"],
    ["cancelled", cancelOperation, "queued"],
  ] as const)("is %s by those alone who could ask for it", async (_, verb, status) => {
    const tenant = await buildTenant();
    const { id } = await buildOperation(tenant.id, { kind, status, finishedAt: null });
    for (const person of people) {
      const actor = await personOf(person);
      const isRefused = !person.may(operationKinds[kind].action);
      if (!isRefused) continue;
      expect(await outcomeOf(verb as Verb, actor, { operationId: id }), person.title).toBe(refusalOf(actor));
    }
  });
});

describe("checks within services", () => {
  it("stand where they stood", async () => {
    const found: Record<string, string> = {};
    for (const folder of await readdir(import.meta.dirname)) {
      for await (const file of glob(`${folder}/*.ts`, { cwd: import.meta.dirname })) {
        const text = readFileSync(path.join(import.meta.dirname, file), "utf8");
        const names = [...text.matchAll(/export (?:async )?function (\w+)/g)].map(([, name]) => name ?? "");
        const isVerb = names.some((name) => Object.hasOwn(verbAccess[folder] ?? {}, name));
        const asked = /authorize\(actor, "([^"]+)"\)/.exec(text)?.[1];
        if (asked !== undefined && !isVerb && !file.endsWith(".test.ts")) found[file] = asked;
      }
    }
    expect(found).toEqual(innerChecks);
  });
});
