import type { ActivityDto } from "#lib/services/activity/activity-dto.ts";

type Details = ActivityDto["details"];

/** What somebody did, after their name: "archived the client Acme". Unknown actions keep their own name. */
export function describeActivity({ action, details }: Pick<ActivityDto, "action" | "details">): string {
  const operation = /^gateway\.([a-z]+)-([a-z]+)$/.exec(action);
  if (operation) {
    return describeEnd(operation[1] ?? "", operation[2] ?? "", subjectOf(details));
  }
  const hardening = /^hardening\.apply-([a-z]+)$/.exec(action);
  if (hardening) return describeEnd("hardening", hardening[1] ?? "", subjectOf(details));
  const fix = /^mistake\.fix-([a-z]+)$/.exec(action);
  if (fix) return describeEnd("putting right a mistake", fix[1] ?? "", subjectOf(details));
  const words = sentences[action];
  return words ? words(details) : [action, subjectOf(details)].filter(Boolean).join(" · ");
}

const sentences: Readonly<Record<string, (details: Details) => string>> = {
  "client.create": (details) => `added the client ${subjectOf(details)}`,
  "client.update": (details) => `edited the client ${subjectOf(details)}${changedOf(details)}`,
  "client.archive": (details) => `archived the client ${subjectOf(details)}`,
  "client.unarchive": (details) => `restored the client ${subjectOf(details)}`,
  "tenant.onboard": (details) => `onboarded ${subjectOf(details)}`,
  "tenant.update": (details) => `edited ${subjectOf(details)}${changedOf(details)}`,
  "tenant.archive": (details) => `archived ${subjectOf(details)}`,
  "gateway.provision": (details) => `asked to set up the Gateway of ${subjectOf(details)}`,
  "gateway.start": (details) => `asked to start the Gateway of ${subjectOf(details)}`,
  "gateway.stop": (details) => `asked to stop the Gateway of ${subjectOf(details)}`,
  "gateway.restart": (details) => `asked to restart the Gateway of ${subjectOf(details)}`,
  "gateway.kill": (details) => `asked to kill the Gateway of ${subjectOf(details)}`,
  "gateway.remove": (details) => `asked to remove the Gateway of ${subjectOf(details)}`,
  "gateway.configure": (details) => `asked to change the configuration of ${subjectOf(details)}`,
  "policy.change": (details) => `chose the tool policy ${textOf(details.preset)} for ${subjectOf(details)}`,
  "policy.accept-risk": (details) =>
    `accepted a risk of the tool policy of ${subjectOf(details)}: ${textOf(details.reason)}`,
  "api.switch": (details) =>
    `switched the OpenAI-compatible API of ${subjectOf(details)} ${details.isOn === true ? "on" : "off"}`,
  "config.adopt": (details) => `adopted the configuration of ${subjectOf(details)} as edited by hand`,
  "config.release": (details) =>
    `stopped keeping ${textOf(details.setting)} of ${subjectOf(details)}, adopted from an edit by hand`,
  "config.restore": (details) => `put the configuration of ${subjectOf(details)} back as it was written`,
  "credential.set": (details) =>
    `entered ${textOf(details.label) || "a credential"} of ${textOf(details.slug)}`,
  "credential.check": (details) =>
    `had the key ${textOf(details.label)} of ${textOf(details.slug)} checked at ${textOf(details.address)}`,
  "credential.link": (details) => `began to link ${textOf(details.label)} of ${textOf(details.slug)}`,
  "credential.rotate": (details) =>
    `rotated ${textOf(details.label) || "a credential"} of ${textOf(details.slug)}`,
  "credential.revoke": (details) =>
    `revoked ${textOf(details.label) || "a credential"} of ${textOf(details.slug)}`,
  "credential.accept": (details) =>
    `accepted that ${textOf(details.slug)} and ${textOf(details.otherSlug)} share a secret`,
  "mistake.found": (details) => `found on ${textOf(details.slug)}: ${textOf(details.title)}`,
  "mistake.resolved": (details) => `no longer found on ${textOf(details.slug)}: ${textOf(details.title)}`,
  "mistake.fix": (details) => `asked to put right on ${textOf(details.slug)}: ${textOf(details.title)}`,
  "risk.accept": (details) =>
    `accepted a risk of ${textOf(details.slug)} until ${textOf(details.expiresOn)}, ${textOf(details.owner)} answering for it: ${textOf(details.title)}`,
  "risk.revoke": (details) => `revoked an accepted risk of ${textOf(details.slug)}`,
  "hardening.apply": (details) => `asked to change the hardening of ${subjectOf(details)}`,
  "operation.cancel": (details) => `cancelled the ${textOf(details.kind)} of a Gateway`,
  "host.check": (details) => `checked the boundaries on ${textOf(details.host) || "the host"}`,
  "audit.run": (details) => `ran the security audit of ${subjectOf(details)}`,
  "probe.run": (details) =>
    `had every tenant tried against every other on ${textOf(details.host) || "the host"}`,
  "probe.cancel": (details) => `cancelled the attempts on ${textOf(details.host) || "the host"}`,
  "probe.automatic": (details) =>
    `turned attempts after a change ${details.isOn === true ? "on" : "off"} for ${textOf(details.host) || "the host"}`,
  "selftest.run": (details) => `began a self-test of the probes on ${textOf(details.host) || "the host"}`,
  "selftest.cancel": (details) => `cancelled the self-test on ${textOf(details.host) || "the host"}`,
  "report.create": (details) => `made the checklist PDF of ${subjectOf(details)}`,
  "session.create": () => "signed in",
  "session.revoke": () => "ended a session",
  "session.revoke-others": (details) => `ended ${countOf(details.revokedSessions, "other session")}`,
  "user.create": (details) => `added ${subjectOf(details)} as ${roleOf(details.role)}`,
  "user.update": (details) => `changed ${subjectOf(details)}${changedOf(details)}`,
  "user.reset-password": (details) => `made a one-time password for ${subjectOf(details)}`,
  "user.change-own-password": () => "changed their own password",
};

const ends: Readonly<Record<string, string>> = {
  done: "is done",
  failed: "failed",
  cancelled: "was cancelled",
};

function describeEnd(kind: string, outcome: string, subject: string): string {
  return `${kind} of ${subject} ${ends[outcome] ?? outcome}`;
}

function subjectOf(details: Details): string {
  return textOf(details.name) || textOf(details.slug) || textOf(details.email);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function countOf(value: unknown, noun: string): string {
  const count = typeof value === "number" ? value : 0;
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function roleOf(value: unknown): string {
  return textOf(value).replaceAll("_", " ");
}

/** ": role operator → owner, notes" */
function changedOf(details: Details): string {
  const changed = details.changed;
  if (typeof changed !== "object" || changed === null || Array.isArray(changed)) {
    return "";
  }
  const parts = Object.entries(changed).map(([name, value]) => describeChange(wordsOf(name), value));
  return parts.length > 0 ? `: ${parts.join(", ")}` : "";
}

function describeChange(name: string, value: unknown): string {
  if (typeof value !== "object" || value === null || !("from" in value) || !("to" in value)) {
    return name;
  }
  return `${name} ${roleOf(value.from) || "none"} → ${roleOf(value.to) || "none"}`;
}

/** `accountManagerId` as "account manager". */
function wordsOf(name: string): string {
  return name.replace(/Id$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
