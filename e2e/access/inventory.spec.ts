import { type APIRequestContext, type Browser, expect, test } from "@playwright/test";
import { may, roles } from "#lib/services/actor.ts";
import { hashPassword } from "#lib/services/user/password-hash.ts";
import { buildUser } from "#prisma/builders/build-user.ts";
import { buildPerson, signIn } from "../fixtures/sign-in.ts";
import { type Access, actionAccess, handlerAccess, pageAccess } from "./expected-access.ts";
import { readSurface, withNobody } from "./surface.ts";

/** Who asks; somebody with a one-time password may do nothing but change it. */
const visitors = ["anonymous", "one-time", ...roles] as const;
type Visitor = (typeof visitors)[number];
type Answer = "allowed" | "forbidden" | "unauthenticated" | "change-password";

/** Null where it depends on what is asked for. */
function expectedAnswer(access: Access, visitor: Visitor): Answer | null {
  if (access === "public") return "allowed";
  if (visitor === "anonymous") return "unauthenticated";
  if (typeof access === "object") return visitor === "one-time" ? "change-password" : null;
  if (access === "person") return "allowed";
  if (visitor === "one-time") return "change-password";
  return may(visitor, access) ? "allowed" : "forbidden";
}

/** Each visitor's own browser, without its window. */
async function openVisitors(browser: Browser): Promise<ReadonlyMap<Visitor, APIRequestContext>> {
  const opened = new Map<Visitor, APIRequestContext>();
  for (const visitor of visitors) {
    const context = await browser.newContext();
    if (visitor !== "anonymous") {
      const page = await context.newPage();
      await signIn(page, visitor === "one-time" ? await newcomer() : await buildPerson(visitor));
      await page.close();
    }
    opened.set(visitor, context.request);
  }
  return opened;
}

async function newcomer() {
  const password = "a password for one sign-in";
  const passwordHash = await hashPassword(password);
  return { ...(await buildUser({ role: "owner", mustChangePassword: true, passwordHash })), password };
}

async function askPage(request: APIRequestContext, address: string): Promise<Answer> {
  const answer = await request.get(withNobody(address), { maxRedirects: 0 });
  const target = answer.headers().location ?? "";
  if (target.includes("/sign-in")) return "unauthenticated";
  if (target.includes("/change-password")) return "change-password";
  return answer.status() === 403 ? "forbidden" : "allowed";
}

async function askHandler(request: APIRequestContext, handler: string): Promise<Answer> {
  const [method = "GET", address = ""] = handler.split(" ");
  const answer = await request.fetch(withNobody(address), { method, maxRedirects: 0 });
  return answerOf((await answer.text().catch(() => "")) || String(answer.status()));
}

/** As the browser calls it, with nothing in its input. */
async function callAction(request: APIRequestContext, id: string, page: string): Promise<Answer> {
  const answer = await request.post(withNobody(page), {
    headers: { "next-action": id, accept: "text/x-component", "content-type": "text/plain;charset=UTF-8" },
    data: "[{}]",
    maxRedirects: 0,
  });
  expect(answer.status(), "The action is there.").not.toBe(404);
  return answerOf(await answer.text());
}

function answerOf(text: string): Answer {
  if (text.includes('"UNAUTHENTICATED"')) return "unauthenticated";
  if (text.includes('"PASSWORD_CHANGE_REQUIRED"')) return "change-password";
  return text.includes('"FORBIDDEN"') ? "forbidden" : "allowed";
}

test("every page, handler and action is on the list of who may use it", async () => {
  const { pages, handlers, actions } = await readSurface();
  expect(pages).toEqual(Object.keys(pageAccess).sort());
  expect(handlers).toEqual(Object.keys(handlerAccess).sort());
  expect(actions.map(({ name }) => name).filter((name) => actionAccess(name) === undefined)).toEqual([]);
  expect(actions.length).toBeGreaterThan(0);
});

test("every page, handler and action answers each role, and nobody else, as the list says", async ({
  browser,
}) => {
  const { actions } = await readSurface();
  const asks: readonly {
    name: string;
    access: Access;
    ask: (request: APIRequestContext) => Promise<Answer>;
  }[] = [
    ...Object.entries(pageAccess).map(([name, access]) => ({
      name,
      access,
      ask: (request: APIRequestContext) => askPage(request, name),
    })),
    ...Object.entries(handlerAccess).map(([name, access]) => ({
      name,
      access,
      ask: (request: APIRequestContext) => askHandler(request, name),
    })),
    ...actions.map(({ id, name, page }) => ({
      name: `action ${name}`,
      access: actionAccess(name) ?? ("public" as const),
      ask: (request: APIRequestContext) => callAction(request, id, page),
    })),
  ];
  const requests = await openVisitors(browser);
  const wrong: string[] = [];
  for (const { name, access, ask } of asks) {
    for (const [visitor, request] of requests) {
      const expected = expectedAnswer(access, visitor);
      if (expected === null) continue;
      const answer = await ask(request);
      if (answer !== expected) wrong.push(`${name}: ${visitor} was ${answer}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
});
