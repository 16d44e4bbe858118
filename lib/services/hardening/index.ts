export { type ApplyHardeningInput, applyHardening } from "./apply-hardening.ts";
export { type GetHardeningInput, getHardening, isFirewallSeen } from "./get-hardening.ts";
export type { HardeningDto } from "./hardening-dto.ts";
