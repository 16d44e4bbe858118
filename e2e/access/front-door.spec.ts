import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { expect, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { attemptsPerAddress } from "#lib/services/session/sign-in-limit.ts";
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
  const crowd = Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      tryToSignIn({ email: `crowd-${index}@example.com`, password: "wrong" }, outside),
    ),
  );
  const read = await send("/api/tenants", { headers: { cookie: session }, from: inside.from });
  expect(read.status).toBe(200);
  const answers = await crowd;
  for (const { status, headers } of answers) {
    expect([401, 503]).toContain(status);
    if (status === 503) expect(headers["retry-after"]).toBe("2");
  }
});
