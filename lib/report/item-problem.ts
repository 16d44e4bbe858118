import { z } from "zod";

/** What can be wrong with an item, as far as a client is told. The set is closed. */
export const itemProblems = ["shared", "open", "outside", "unguarded", "entrance", "word", "other"] as const;
export const itemProblemSchema = z.enum(itemProblems);
export type ItemProblem = (typeof itemProblems)[number];

const byDefect: Readonly<Record<string, ItemProblem>> = {
  "shared-user": "shared",
  "shared-group": "shared",
  "existing-session": "shared",
  "open-mode": "open",
  "copy-open": "open",
  "open-to-neighbour": "open",
  "wrong-owner": "open",
  "output-owner": "open",
  "config-writable": "open",
  "outside-boundary": "outside",
  symlink: "outside",
  "process-elsewhere": "outside",
  "says-other-pid": "word",
  "says-other-port": "word",
  "says-other-version": "word",
  "says-other-state": "word",
  "says-other-config": "word",
  "says-other-workspaces": "word",
  "says-other-device": "word",
  "no-auth": "unguarded",
  "accepts-anything": "unguarded",
  "in-environment": "unguarded",
  "plain-in-config": "unguarded",
  "open-control-port": "entrance",
  exposed: "entrance",
  "bind-not-loopback": "entrance",
  "foreign-listener": "entrance",
  inspector: "entrance",
  "login-shell": "entrance",
  password: "entrance",
  "ssh-keys": "entrance",
  sudo: "entrance",
  "powerful-group": "entrance",
  "is-root": "entrance",
  "host-open": "entrance",
  "program-writable": "entrance",
  "disk-open": "entrance",
  "privileged-program": "entrance",
  "subordinate-ids": "entrance",
  "scheduled-job": "entrance",
  "service-unit": "entrance",
  doas: "entrance",
  polkit: "entrance",
  "login-rule": "entrance",
};

/** @param id of a defect, such as "workspace.open-mode"; one that is new here is `other`, never nothing */
export function problemOf(id: string): ItemProblem {
  const kind = id.slice(id.indexOf(".") + 1);
  return Object.hasOwn(byDefect, kind) ? (byDefect[kind] ?? "other") : "other";
}

/** Each problem in a sentence for a client. */
export const problemSentences: Readonly<Record<ItemProblem, string>> = {
  shared: "Somebody else on this server uses it, too.",
  open: "Others on this server can open or change it.",
  outside: "It lies outside this client’s own area.",
  unguarded: "A password or key is missing or not kept where it has to be.",
  entrance: "There is a way in that should not be there.",
  word: "Its server process says something else of itself than the server shows.",
  other: "It is not as it has to be.",
};
