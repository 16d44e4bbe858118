import type { ProbeId } from "../probe.ts";
import { firewall, type ProbeDescription } from "./probe-description.ts";

function port(what: string): ProbeDescription {
  return {
    family: "ports",
    attempt: `connect to ${what} of the other tenant`,
    risk: `Another tenant can drive this tenant's ${what}, which asks for no password.`,
    remedy: firewall,
  };
}

function squat(which: string): ProbeDescription {
  return {
    family: "squatting",
    attempt: `take ${which} while the other tenant is stopped, and be heard there`,
    risk: "Another tenant can answer in this tenant's place and collect the token that a client sends.",
    remedy: firewall,
  };
}

export const portsCatalogue: Record<
  Extract<ProbeId, `port.${string}` | `squat.${string}`>,
  ProbeDescription
> = {
  "port.control": port("browser control"),
  "port.relay": port("browser relay"),
  "port.cdp": port("managed browser"),
  "port.browser": {
    family: "ports",
    attempt: "ask the other tenant's running browser to be driven",
    risk: "Another tenant can drive this tenant's browser, read its files through it and take its token.",
    remedy: firewall,
  },
  "port.browser-shared": {
    family: "ports",
    attempt: "have its own Gateway drive the other tenant's browser",
    risk: "Two Gateways drive one browser: each sees the other's pages and sign-ins.",
    remedy:
      "Give each tenant's browser a port of its own (browser.profiles, cdpPort), then restart both Gateways.",
  },
  "squat.base-ipv4": squat("the Gateway's port on IPv4"),
  "squat.base-ipv6": squat("the Gateway's port on IPv6"),
  "squat.derived": squat("a derived port"),
};
