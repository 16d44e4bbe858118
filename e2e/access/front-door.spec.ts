import { randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { expect, test } from "@playwright/test";
import { agentOf } from "#lib/agent-calls/agent-of.ts";
import { db } from "#lib/db/db.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { attemptsPerAddress } from "#lib/services/limits/sign-in-limit.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { installationHost } from "../fixtures/installation-host.ts";
import { installation } from "../fixtures/running-installation.ts";
import { buildPerson, type Person } from "../fixtures/sign-in.ts";

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };
type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** An address of this machine's own, so that no other journey shares its limits. */
  readonly from: string;
};

/** One request, as a program sends it that says of itself what it likes. */
function send(path: string, { method = "GET", headers = {}, body, from }: Sent): Promise<Answer> {
  const url = new URL(path, process.env.BULKHEAD_E2E_URL);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port: url.port, path: url.pathname, method, headers, localAddress: from },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.setHeader("host", url.host);
    if (body !== undefined) sent.setHeader("content-length", Buffer.byteLength(body));
    sent.end(body);
  });
}

const cookiesOf = ({ headers }: Answer) =>
  (headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]).join("; ");

async function csrf(from: string) {
  const answer = await send("/api/auth/csrf", { from });
  return { token: String(JSON.parse(answer.body).csrfToken), cookie: cookiesOf(answer) };
}

async function tryToSignIn(
  { email, password }: Pick<Person, "email" | "password">,
  { from, token, cookie, claims = {} }: { from: string; token: string; cookie: string; claims?: object },
): Promise<Answer> {
  const form = new URLSearchParams({ email, password, csrfToken: token, json: "true" });
  return send("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie, ...claims },
    body: form.toString(),
    from,
  });
}

test("a client's own word about where it is changes no limit, and a known browser isn't kept out", async () => {
  const person = await buildPerson("operator");
  const browser = { from: "127.0.0.9", ...(await csrf("127.0.0.9")) };
  const first = await tryToSignIn(person, browser);
  expect(first.status).toBe(200);
  const device = (first.headers["set-cookie"] ?? []).find((cookie) => cookie.startsWith("bulkhead.device="));
  expect(device).toMatch(/HttpOnly/i);

  const claims = (index: number) => ({
    "x-forwarded-for": `203.0.113.${index}`,
    forwarded: `for=203.0.113.${index}`,
    "x-real-ip": `203.0.113.${index}`,
    "cf-connecting-ip": `203.0.113.${index}`,
  });
  const statuses: number[] = [];
  for (let index = 0; index < attemptsPerAddress + 10; index++) {
    const guess = { email: `nobody-${index}@example.com`, password: "wrong" };
    statuses.push((await tryToSignIn(guess, { ...browser, claims: claims(index) })).status);
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);

  const limited = await tryToSignIn(person, browser);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
  const known = { ...browser, cookie: `${browser.cookie}; ${device?.split(";")[0]}` };
  expect((await tryToSignIn(person, known)).status).toBe(200);
});

test("a fresh one-time password from the command line works while its account is limited", async () => {
  const browser = { from: "127.0.0.10", ...(await csrf("127.0.0.10")) };
  const { email } = installation.owner;
  for (let index = 0; index < 11; index++) await tryToSignIn({ email, password: "wrong" }, browser);
  expect((await tryToSignIn({ email, password: "wrong" }, browser)).status).toBe(429);
  const before = await db.user.findUniqueOrThrow({ where: { email } });
  const printed = await installation.command("owner-password");
  const password = /^ *One-time password +(\S+)$/m.exec(printed)?.[1] ?? "";
  expect((await tryToSignIn({ email, password }, browser)).status).toBe(200);
  // Other journeys go on with what the owner had.
  const { passwordHash, mustChangePassword, oneTimeDigest } = before;
  await db.user.update({ where: { email }, data: { passwordHash, mustChangePassword, oneTimeDigest } });
});

test("what is too large is refused before anybody looks into it", async () => {
  const from = "127.0.0.11";
  const large = await send("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.alloc(60 * 1024 * 1024, "a"),
    from,
  });
  expect(large.status).toBe(413);
  expect(JSON.parse(large.body).error.message).toContain("KiB");
  const medium = await send("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.alloc(100 * 1024, "a"),
    from,
  });
  expect([medium.status, JSON.parse(medium.body).error.code]).toEqual([413, "TOO_LARGE"]);
});

test("a crowd at the sign-in page is let in one after the other or told to come back, and nobody else waits for it", async () => {
  const person = await buildPerson("operator");
  const inside = { from: "127.0.0.12", ...(await csrf("127.0.0.12")) };
  const session = cookiesOf(await tryToSignIn(person, inside));
  const outside = { from: "127.0.0.13", ...(await csrf("127.0.0.13")) };
  let answered = 0;
  const crowd = Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const guess = { email: `crowd-${index}@example.com`, password: "wrong" };
      const answer = await tryToSignIn(guess, outside);
      answered += 1;
      return answer;
    }),
  );
  const read = await send("/api/tenants", { headers: { cookie: session }, from: inside.from });
  expect(read.status).toBe(200);
  // It came in last, and didn't wait for all who came before it.
  expect(answered).toBeLessThan(40);
  const answers = await crowd;
  for (const { status, headers } of answers) {
    expect([401, 503]).toContain(status);
    if (status === 503) expect(headers["retry-after"]).toBe("2");
  }
});

test("one person follows five logs at once; the sixth is told which to close, and a closed one makes room", async () => {
  const tenant = await buildTenant({ hostId: (await installationHost()).id, basePort: 31_200 });
  const agent = await agentOf(tenant.hostId);
  const slug = slugSchema.parse(tenant.slug);
  const order = { operationId: randomUUID(), generation: 1 };
  const boundary = {
    slug,
    rung: "os-user" as const,
    basePort: tenant.portBlock.base,
    hasPowerfulTools: false,
  };
  const spec = { ...boundary, runtimeVersion: tenant.gateway.desiredVersion };
  await agent.steps("provision", { ...order, spec }, () => {});
  try {
    const from = "127.0.0.14";
    const signedIn = async (role: "operator" | "owner") =>
      cookiesOf(await tryToSignIn(await buildPerson(role), { from, ...(await csrf(from)) }));
    const [one, other] = [await signedIn("operator"), await signedIn("owner")];
    const streams = [];
    for (let index = 0; index < 5; index++) streams.push(await follow(tenant.slug, one));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const path = `/api/tenants/${tenant.slug}/logs/follow`;
    const sixth = await send(path, { headers: { cookie: one }, from });
    expect([sixth.status, JSON.parse(sixth.body).error]).toMatchObject([
      429,
      {
        message: expect.stringContaining("5 log streams"),
        nextStep: expect.stringContaining("Stop following"),
      },
    ]);
    const others = await follow(tenant.slug, other);
    expect(others.status).toBe(200);
    streams[0]?.hangUp();
    await expect
      .poll(async () => {
        const again = await follow(tenant.slug, one);
        again.hangUp();
        return again.status;
      })
      .toBe(200);
    for (const { hangUp } of [...streams, others]) hangUp();
  } finally {
    await agent.steps("remove", { slug, purge: true, ...order, generation: 2 }, () => {});
    await db.portBlock.delete({ where: { tenantId: tenant.id } });
    await db.tenant.update({ where: { id: tenant.id }, data: { archivedAt: new Date() } });
  }
});

/** A log stream that has begun, or what was answered in its place. */
function follow(slug: string, cookie: string): Promise<{ status: number; hangUp(): void }> {
  const url = new URL(`/api/tenants/${slug}/logs/follow`, process.env.BULKHEAD_E2E_URL);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port: url.port, path: url.pathname, headers: { cookie, host: url.host } },
      (response) => {
        response.on("error", () => {});
        response.once("data", () =>
          resolve({ status: response.statusCode ?? 0, hangUp: () => sent.destroy() }),
        );
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}
