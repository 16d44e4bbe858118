import { groupAllowlistOnlyProtection } from "./group-allowlist-only-protection.ts";
import {
  backupHoldsTwoTenants,
  logOrBackupOutsideBoundary,
  pluginWritesOutsideState,
} from "./misplaced-files.ts";
import { plainSecretInConfig, secretInArguments, secretInDotenv } from "./misplaced-secrets.ts";
import { type MistakeId, type MistakeRule, mistakeIds } from "./mistake-rule.ts";
import { modelNameAsBoundary } from "./model-name-as-boundary.ts";
import { oneGatewayManyClients } from "./one-gateway-many-clients.ts";
import { openFiles } from "./open-files.ts";
import { overlappingPorts } from "./overlapping-ports.ts";
import { personalAndCompanyBrowser } from "./personal-and-company-browser.ts";
import { publicToken } from "./public-token.ts";
import { sessionKeyAsAuthorization } from "./session-key-as-authorization.ts";
import { sharedChannelAccount } from "./shared-channel-account.ts";
import { sharedDirectories } from "./shared-directories.ts";
import { sharedOpenAiKey } from "./shared-openai-key.ts";
import { sharedServiceKey } from "./shared-service-key.ts";
import { sharedGatewayToken, sharedHooksToken } from "./shared-tokens.ts";
import { tokenReusedAsApiKey } from "./token-reused-as-api-key.ts";

/** Raised with every change of the rules or of what the playbook says. Stored with checks and reports. */
export const playbookVersion = "2026-11-30.1";

const byId: Readonly<Record<MistakeId, MistakeRule>> = {
  "one-gateway-many-clients": oneGatewayManyClients,
  "shared-openai-key": sharedOpenAiKey,
  "shared-service-key": sharedServiceKey,
  "personal-and-company-browser": personalAndCompanyBrowser,
  "group-allowlist-only-protection": groupAllowlistOnlyProtection,
  "shared-channel-account": sharedChannelAccount,
  "shared-gateway-token": sharedGatewayToken,
  "shared-hooks-token": sharedHooksToken,
  "token-reused-as-api-key": tokenReusedAsApiKey,
  "public-token": publicToken,
  "shared-directories": sharedDirectories,
  "overlapping-ports": overlappingPorts,
  "plain-secret-in-config": plainSecretInConfig,
  "secret-in-dotenv": secretInDotenv,
  "secret-in-arguments": secretInArguments,
  "log-or-backup-outside-boundary": logOrBackupOutsideBoundary,
  "backup-holds-two-tenants": backupHoldsTwoTenants,
  "plugin-writes-outside-state": pluginWritesOutsideState,
  "session-key-as-authorization": sessionKeyAsAuthorization,
  "model-name-as-boundary": modelNameAsBoundary,
  "open-files": openFiles,
};

/** Every rule, in the order in which they are shown. */
export const mistakeRules: readonly MistakeRule[] = mistakeIds.map((id) => byId[id]);

export function mistakeRule(id: MistakeId): MistakeRule {
  return byId[id];
}
