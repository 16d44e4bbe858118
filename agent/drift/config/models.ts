import { secretReference } from "#agent/secrets-store/secret-reference.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import { providerPresets } from "#lib/domain/model/provider-preset.ts";

/** Providers whose plugin comes with OpenClaw, under the provider's own name. */
const bundledPlugins: readonly string[] = [...Object.keys(providerPresets), "ollama"];

/** The part of the configuration that has a tenant's model providers; keys are references only. */
export function modelsConfig(settings: readonly ModelSetting[]) {
  if (settings.length === 0) return {};
  const sorted = [...settings].sort((a, b) => a.provider.localeCompare(b.provider));
  return { providers: Object.fromEntries(sorted.map((setting) => [setting.provider, providerOf(setting)])) };
}

export function modelPlugins(settings: readonly ModelSetting[]): string[] {
  return settings
    .map(({ provider }) => provider)
    .filter((provider) => bundledPlugins.includes(provider))
    .sort();
}

/** What the tenant's agent thinks with; nothing while there is no provider. */
export function defaultModel(settings: readonly ModelSetting[]) {
  const chosen = settings.find(({ isDefault }) => isDefault) ?? settings[0];
  return chosen ? { model: { primary: `${chosen.provider}/${chosen.models[0]}` } } : {};
}

function providerOf({ provider, api, baseUrl, models, hasKey }: ModelSetting) {
  return {
    api,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(hasKey && { apiKey: secretReference(["models", provider]) }),
    models: models.map((id) => ({ id, name: id })),
  };
}
