import { z } from "zod";
import { hardeningChoiceSchema } from "#lib/domain/hardening/setting.ts";
import { agentErrorCodes } from "#lib/host-agent/contract/error.ts";
import { agentFixes } from "#lib/host-agent/contract/fix.ts";
import { type Step, stepSchema } from "#lib/host-agent/contract/step.ts";
import type { OperationErrorDto } from "./operation-dto.ts";

const errorSchema = z.object({
  code: z.enum([...agentErrorCodes, "AGENT_UNREACHABLE", "SUPERSEDED"]),
  message: z.string(),
  nextStep: z.string(),
  isRetryable: z.boolean(),
});

/** What a kind of operation needs to know beside its tenant. */
export const operationOptionsSchema = z.object({
  /** Provision: start the Gateway when it is provisioned. */
  startAfterwards: z.boolean().default(false),
  /** Remove: also delete the backups. */
  purge: z.boolean().default(false),
  /** Harden: what is asked for. */
  choice: hardeningChoiceSchema.optional(),
  /** Configure: adopted settings that are kept no longer. */
  release: z.array(z.string()).optional(),
  /** Fix: what is put right, and what exactly was found. */
  fix: z.enum(agentFixes).optional(),
  subjects: z.array(z.string()).optional(),
  ruleId: z.string().optional(),
  title: z.string().optional(),
});
export type OperationOptions = z.output<typeof operationOptionsSchema>;

/** The one step that the dashboard itself writes: getting through to the host. */
export const reachHostStepId = "reach-host";

export function stepsOf(column: unknown): Step[] {
  return z.array(stepSchema).catch([]).parse(column);
}

export function operationErrorOf(column: unknown): OperationErrorDto | null {
  const parsed = errorSchema.safeParse(column);
  return parsed.success ? parsed.data : null;
}

export function operationOptionsOf(column: unknown): OperationOptions {
  return operationOptionsSchema.catch({ startAfterwards: false, purge: false }).parse(column);
}
