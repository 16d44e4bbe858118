import { z } from "zod";
import type { Rung } from "./rung.ts";

/** Who uses the assistant, from most to least cooperative. */
export const audiences = ["one-team", "several-teams", "customers", "public"] as const;

/** The questions that come before any layout. */
export const boundaryAnswersSchema = z.strictObject({
  audience: z.enum(audiences, { error: "Choose who will use it." }),
  /** All users may see the same business data. */
  sharesData: z.boolean({ error: "Choose yes or no." }),
  isCustomerFacing: z.boolean({ error: "Choose yes or no." }),
  /** Files, commands, browser: tools that act on the machine. */
  hasPowerfulTools: z.boolean({ error: "Choose yes or no." }),
  couldHarmEachOther: z.boolean({ error: "Choose yes or no." }),
});
export type BoundaryAnswers = z.infer<typeof boundaryAnswersSchema>;

export type Recommendation = {
  readonly rung: Rung;
  readonly title: string;
  /** Why, each one sentence, strongest first. */
  readonly reasons: readonly string[];
  /** What stays unprotected at this rung. */
  readonly doesNotProtect: readonly string[];
};

/** Decides how strong a boundary these answers call for; never stronger than they justify. */
export function recommendRung(answers: BoundaryAnswers): Recommendation {
  const rung = neededRung(answers);
  return { rung, title: titles[rung], reasons: reasonsFor(answers), doesNotProtect: unprotected[rung] };
}

function neededRung(answers: BoundaryAnswers): "shared-gateway" | "os-user" | "host" {
  const isCooperative =
    answers.audience === "one-team" &&
    answers.sharesData &&
    !answers.isCustomerFacing &&
    !answers.couldHarmEachOther;
  if (isCooperative) return "shared-gateway";
  const isExposed = answers.audience === "public" || answers.audience === "customers";
  return answers.couldHarmEachOther && answers.hasPowerfulTools && isExposed ? "host" : "os-user";
}

const titles = {
  "shared-gateway": "An agent in a Gateway that this team already has is enough",
  "os-user": "A Gateway of its own, under its own OS user",
  host: "A host of its own",
} as const;

function reasonsFor(answers: BoundaryAnswers): string[] {
  const reasons: string[] = [];
  if (answers.couldHarmEachOther) {
    reasons.push(
      "Its users could harm one another or another tenant. A Gateway trusts everyone it lets in, so they need a wall outside it.",
    );
  }
  if (answers.audience === "public") {
    reasons.push("Anyone can write to it. Treat what they send as hostile.");
  } else if (answers.audience === "customers" || answers.isCustomerFacing) {
    reasons.push("People outside your company talk to it, and they must not reach another client's data.");
  }
  if (!answers.sharesData) {
    reasons.push(
      "Its users may not all see the same data. Session keys and allowlists inside one Gateway route messages; they don't authorize.",
    );
  }
  if (answers.audience === "several-teams") {
    reasons.push("Several teams use it. Departments with data of their own are boundaries of their own.");
  }
  if (answers.hasPowerfulTools) {
    reasons.push(
      "Its assistant can use files or commands. Whoever can make it act has everything its OS user has.",
    );
  }
  return reasons.length > 0
    ? reasons
    : ["One cooperative team works with the same data, so nobody has to be kept from anybody."];
}

const unprotected = {
  "shared-gateway": [
    "Every agent of that Gateway can reach the others' sessions, files and credentials.",
    "Everyone who can message a tool-enabled agent shares what its tools may do.",
    "One Gateway token opens all of it. Several agents are not isolation.",
  ],
  "os-user": [
    "All tenants of the host share one kernel, memory and network address.",
    "Health pages and an open browser-control port on the loopback interface answer other OS users.",
    "Whoever administers the host can read everything.",
  ],
  host: [
    "Your operators still reach it. A dedicated host keeps other tenants out, not its administrators.",
    "What the assistant sends to model and channel providers leaves the host.",
  ],
} as const;
