import type { Rung } from "../tenant/rung.ts";

/** What the playbook says of one rung. Raise `playbookVersion` with every change. */
export type PlaybookRung = {
  readonly rung: Extract<Rung, "shared-gateway" | "profile" | "os-user" | "host">;
  readonly title: string;
  /** In one sentence. */
  readonly rule: string;
  /** When it is enough. */
  readonly enoughWhen: readonly string[];
  /** When it is not. */
  readonly notEnoughWhen: readonly string[];
  /** What may be said to a buyer, and nothing beyond it. */
  readonly say: string;
  /** What must not be said, because it isn't true. */
  readonly neverSay: string;
};

/** When an agent, a Gateway or a host is enough; weakest first. */
export const playbookRungs: readonly PlaybookRung[] = [
  {
    rung: "shared-gateway",
    title: "Another agent in a Gateway",
    rule: "For one team that may see everything its assistants see.",
    enoughWhen: [
      "Everyone who can write to any of the agents belongs to the same team of the same client.",
      "All of them may read the same files, conversations and mailboxes.",
      "You want another persona, model or workspace, not another wall.",
    ],
    notEnoughWhen: [
      "Two clients are involved, however small the second one is.",
      "A department has data that another one must not see.",
      "People outside the company can write to one of the agents.",
    ],
    say: "Your assistants share one program and what it knows. That suits a team that shares its work anyway.",
    neverSay: "Each agent is isolated from the others.",
  },
  {
    rung: "profile",
    title: "A Gateway of its own, under a shared OS user",
    rule: "For your own cooperative tenants on a machine where nothing better can be had.",
    enoughWhen: [
      "The tenants trust one another and you want their settings, ports and tokens apart.",
      "You are trying things out, or the host can't give OS users.",
    ],
    notEnoughWhen: [
      "An assistant may run commands: it can then read the other tenants' files, tokens and memory.",
      "A client has been promised separation.",
    ],
    say: "Your assistant has its own settings and keys. It runs under a system account that it shares, so it suits only tenants who trust each other.",
    neverSay: "Other clients can't get at your data.",
  },
  {
    rung: "os-user",
    title: "A Gateway of its own, under its own OS user",
    rule: "For every client: the usual wall between two companies on one server.",
    enoughWhen: [
      "Each client, or each department with data of its own, is one tenant.",
      "Customers or the public write to it, and its tools are few or well fenced in.",
      "You can show the checklist and what other tenants tried.",
    ],
    notEnoughWhen: [
      "Strangers reach powerful tools and would want to break out: they share a kernel with everybody else.",
      "A contract asks for a machine that nobody else is on.",
    ],
    say: "Your assistant runs under a system account of its own, with its own files, keys, ports and logs. We look at the server regularly and give you what we saw, including what is not separated: one operating system, and administrators who can see everything.",
    neverSay: "It is completely isolated, certified, or can't be broken into.",
  },
  {
    rung: "host",
    title: "A host of its own",
    rule: "For users who would harm others if they could, and for contracts that ask for it.",
    enoughWhen: [
      "The public, or people in dispute, reach an assistant with powerful tools.",
      "A contract or an insurer asks that nothing else runs beside it.",
    ],
    notEnoughWhen: [
      "Your own administrators must be kept out: they are trusted on every rung.",
      "Data must not reach the model's or the channel's provider: it leaves the host either way.",
    ],
    say: "Your assistant has a machine of its own. Other clients aren't on it. Our administrators are, and the providers of the model and of the chat channel see what is sent to them.",
    neverSay: "Nobody but you can read it.",
  },
];

/** How to speak about all this to whoever buys it. */
export const sellingRules: readonly string[] = [
  "Say what was observed and when, never what was intended. “Looked at this morning, nine of ten proven” is stronger than “secure”.",
  "Name what is not separated before you are asked. It is on the checklist; the buyer will read it there.",
  "Call the checklist what it is: your own assessment. Don't call it a certificate or an audit by somebody else.",
  "An accepted risk has a reason, a name and a last day. Show it, and take it away when the day has passed.",
  "Price follows cost: memory is what runs out first. Another agent costs hardly any, another tenant what a Gateway needs, another host a machine.",
];
