import type { ModelApi } from "./model-setting.ts";

export type ProviderPreset = {
  readonly label: string;
  readonly api: ModelApi;
  readonly baseUrl: string;
};

/** Providers that OpenClaw brings along, with the addresses that it has for them; any other is entered. */
export const providerPresets: Readonly<Record<string, ProviderPreset>> = {
  openai: { label: "OpenAI", api: "openai-responses", baseUrl: "https://api.openai.com/v1" },
  anthropic: { label: "Anthropic", api: "anthropic-messages", baseUrl: "https://api.anthropic.com" },
  google: {
    label: "Google",
    api: "google-generative-ai",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
  },
  openrouter: { label: "OpenRouter", api: "openai-completions", baseUrl: "https://openrouter.ai/api/v1" },
  xai: { label: "xAI", api: "openai-responses", baseUrl: "https://api.x.ai/v1" },
  together: { label: "Together AI", api: "openai-completions", baseUrl: "https://api.together.xyz/v1" },
  nvidia: { label: "NVIDIA", api: "openai-completions", baseUrl: "https://integrate.api.nvidia.com/v1" },
  huggingface: {
    label: "Hugging Face",
    api: "openai-completions",
    baseUrl: "https://router.huggingface.co/v1",
  },
};

/** Where a provider of this kind is when nobody says where. */
export function defaultAddress(api: ModelApi): string {
  const known = Object.values(providerPresets).find((preset) => preset.api === api);
  return known?.baseUrl ?? "https://api.openai.com/v1";
}
