import type { OperationKindRecord } from "#lib/domain/operation/kinds/operation-kind-record.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { ActivityDto } from "#lib/services/activity/activity-dto.ts";

type Details = ActivityDto["details"];

/** What somebody did, after their name: "archived the client Acme". Unknown actions keep their own name. */
export function describeActivity({ action, details }: Pick<ActivityDto, "action" | "details">): string {
  const [, asked, outcome] = /^(.+)-(done|failed)$/.exec(action) ?? [];
  const ended = operationRecords.find((record) => record.action === asked);
  if (ended && outcome) return `${ended.words.noun} of ${subjectOf(details)} ${ends[outcome] ?? outcome}`;
  const words = sentences[action];
  return words ? words(details) : [action, subjectOf(details)].filter(Boolean).join(" · ");
}

const operationRecords: readonly OperationKindRecord[] = Object.values(operationKinds);
const ends: Readonly<Record<string, string>> = { done: "is done", failed: "failed" };

const sentences: Readonly<Record<string, (details: Details) => string>> = {
  ...Object.fromEntries(
    operationRecords.map(({ action, words }) => [
      action,
      (details: Details) => `${words.asked} ${subjectOf(details)}`,
    ]),
  ),
  "client.create": (details) => `added the client ${subjectOf(details)}`,
  "client.update": (details) => `edited the client ${subjectOf(details)}${changedOf(details)}`,
  "client.archive": (details) => `archived the client ${subjectOf(details)}`,
  "client.unarchive": (details) => `restored the client ${subjectOf(details)}`,
  "tenant.onboard": (details) => `onboarded ${subjectOf(details)}`,
  "tenant.update": (details) => `edited ${subjectOf(details)}${changedOf(details)}`,
  "tenant.archive": (details) => `archived ${subjectOf(details)}${leftOf(details)}`,
  "tenant.move": (details) =>
    `moved ${subjectOf(details)} from ${textOf(details.from)} to ${textOf(details.to)}`,
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
  // It is asked for by a mistake's name, whatever kind of operation does it.
  "mistake.fix": (details) => `asked to put right on ${textOf(details.slug)}: ${textOf(details.title)}`,
  "risk.accept": (details) =>
    `accepted a risk of ${textOf(details.slug)} until ${textOf(details.expiresOn)}, ${textOf(details.owner)} answering for it: ${textOf(details.title)}`,
  "risk.revoke": (details) => `revoked an accepted risk of ${textOf(details.slug)}`,
  "operation.cancel": (details) => `cancelled the ${nounOf(details.kind)} of a Gateway`,
  "host.replace": (details) =>
    `met another agent in the place of ${textOf(details.host)}'s, whose state is gone`,
  "host.retire": (details) => `took the host ${textOf(details.host)} off the lists`,
  "host.clock-jump": (details) =>
    `saw the clock of ${textOf(details.host) || "the host"} set ${Number(details.byMs) < 0 ? "back" : "forward"}`,
  "host.check": (details) => `checked the boundaries on ${textOf(details.host) || "the host"}`,
  "audit.run": (details) => `ran the security audit of ${subjectOf(details)}`,
  "probe.run": (details) =>
    `had every tenant tried against every other on ${textOf(details.host) || "the host"}`,
  "probe.cancel": (details) => `cancelled the attempts on ${textOf(details.host) || "the host"}`,
  "probe.automatic": (details) =>
    `turned attempts after a change ${details.isOn === true ? "on" : "off"} for ${textOf(details.host) || "the host"}`,
  "selftest.run": (details) => `began a self-test of the probes on ${textOf(details.host) || "the host"}`,
  "selftest.cancel": (details) => `cancelled the self-test on ${textOf(details.host) || "the host"}`,
  "change.settle": (details) =>
    `found that ${textOf(details.label)} of ${textOf(details.slug)} ${details.isDone === true ? "was done" : "was not done, or not as a whole"}`,
  "report.create": (details) => `made the checklist PDF of ${subjectOf(details)}`,
  "session.create": () => "signed in",
  "session.revoke": () => "ended a session",
  "session.revoke-others": (details) => `ended ${countOf(details.revokedSessions, "other session")}`,
  "user.create": (details) => `added ${subjectOf(details)} as ${roleOf(details.role)}`,
  "user.update": (details) => `changed ${subjectOf(details)}${changedOf(details)}`,
  "user.reset-password": (details) => `made a one-time password for ${subjectOf(details)}`,
  "user.change-own-password": () => "changed their own password",
};

function nounOf(kind: unknown): string {
  const found = Object.entries(operationKinds).find(([name]) => name === kind);
  return found ? found[1].words.noun : textOf(kind);
}

function subjectOf(details: Details): string {
  return textOf(details.name) || textOf(details.slug) || textOf(details.email);
}

/** Where something of a tenant may be left that nobody could be asked to remove. */
function leftOf(details: Details): string {
  const host = textOf(details.leftOn);
  return host && `, with what is left of it on ${host}`;
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
