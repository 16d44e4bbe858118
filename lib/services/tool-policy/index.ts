export { type ChangeToolPolicyInput, changeToolPolicy } from "./change-tool-policy.ts";
export { getTenantTools } from "./get-tenant-tools.ts";
export { type SwitchOpenAiApiInput, switchOpenAiApi } from "./switch-openai-api.ts";
export type { TenantToolsDto } from "./tool-policy-dto.ts";
