import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Link } from "#lib/host-agent/contract/secrets.ts";
import { LinkState } from "./link-state.tsx";

/** Stands in for the code that the provider at the internet's edge would give. */
const standInCode = "data:image/png;base64,iVBORw0KGgo=";
const waiting: Link = {
  ...{ state: "waiting", qrDataUrl: standInCode, sessionKey: "s" },
  ...{ message: "Scan it.", nextStep: null, hostCommand: null },
};

test("shows the code as a picture, with what to do on the phone", () => {
  const page = renderToStaticMarkup(<LinkState link={waiting} />);
  expect(page).toContain(`src="${standInCode}"`);
  expect(page).toContain("Code to scan with the phone");
  expect(page).toContain("Linked devices");
});

test("says why there is no code, what to do, and the way on the host", () => {
  const failed: Link = {
    ...{ state: "failed", qrDataUrl: null, sessionKey: null },
    ...{ message: "ENOTFOUND web.whatsapp.com", nextStep: "Give this host a way out." },
    hostCommand: "openclaw channels login",
  };
  const page = renderToStaticMarkup(<LinkState link={failed} />);
  for (const words of ["ENOTFOUND", "Give this host a way out.", "openclaw channels login"]) {
    expect(page).toContain(words);
  }
});
