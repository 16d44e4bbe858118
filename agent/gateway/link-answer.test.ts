import { expect, test } from "vitest";
import { readLinkAnswer, refusedLink } from "./link-answer.ts";

const begin = { isBegun: false, isEarly: true, sessionKey: null, hostCommand: "openclaw channels login" };
const wait = { ...begin, isBegun: true, isEarly: false, sessionKey: "s" };
/** Stands in for the code that the provider at the internet's edge would give. */
const standInCode = "data:image/png;base64,iVBORw0KGgo=";

test("shows the code, and the newer one that takes its place", () => {
  const first = readLinkAnswer({ qrDataUrl: standInCode, sessionKey: "s", message: "Scan it." }, begin);
  expect(first).toMatchObject({ state: "waiting", qrDataUrl: standInCode, sessionKey: "s", nextStep: null });
  const next = readLinkAnswer({ connected: false, qrDataUrl: `${standInCode}2` }, { ...wait, isEarly: true });
  expect(next).toMatchObject({ state: "waiting", qrDataUrl: `${standInCode}2`, sessionKey: "s" });
});

test("goes on waiting while nobody has scanned it, and ends when somebody has", () => {
  expect(readLinkAnswer({ connected: false, message: "Still waiting." }, wait).state).toBe("waiting");
  expect(readLinkAnswer({ connected: true }, wait)).toMatchObject({ state: "linked", hostCommand: null });
});

test.each([
  ["WhatsApp login failed: WebSocket Error (getaddrinfo ENOTFOUND web.whatsapp.com)", /way to the internet/],
  ["WhatsApp login failed: connect ETIMEDOUT 157.240.0.1:443", /port 443/],
  ["The login QR expired. Ask me to generate a new one.", /new code/],
  ["Login ended without a connection.", /log/],
])("says what to do after “%s”", (message, nextStep) => {
  const link = readLinkAnswer({ connected: false, message }, { ...wait, isEarly: true });
  expect(link).toMatchObject({ state: "failed", message, nextStep: expect.stringMatching(nextStep) });
  expect(link.hostCommand).toBe(begin.hostCommand);
});

test("takes no address for a code that isn't a picture", () => {
  expect(readLinkAnswer({ qrDataUrl: "https://example.org/qr.png" }, begin).qrDataUrl).toBeNull();
});

test("knows a Gateway that offers no such login", () => {
  expect(refusedLink("refused web.login.start: INVALID_REQUEST unknown method", "x").state).toBe(
    "unsupported",
  );
});
