import type { SelectOption } from "#components/ui/select.tsx";
import type { ModelApi } from "#lib/domain/model/model-setting.ts";

export const apiOptions: readonly SelectOption<ModelApi>[] = [
  { value: "openai-completions", label: "OpenAI chat completions (most others speak it)" },
  { value: "openai-responses", label: "OpenAI responses" },
  { value: "anthropic-messages", label: "Anthropic messages" },
  { value: "google-generative-ai", label: "Google Gemini" },
];

type Preset = { readonly label: string; readonly api: ModelApi; readonly baseUrl: string };

/** Providers of which the address is known; any other is entered. */
export const providerPresets: Readonly<Record<string, Preset>> = {
  openai: { label: "OpenAI", api: "openai-responses", baseUrl: "https://api.openai.com/v1" },
  anthropic: { label: "Anthropic", api: "anthropic-messages", baseUrl: "https://api.anthropic.com" },
  google: {
    label: "Google",
    api: "google-generative-ai",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
  },
  openrouter: { label: "OpenRouter", api: "openai-completions", baseUrl: "https://openrouter.ai/api/v1" },
};

export const presetOptions: readonly SelectOption[] = [
  ...Object.entries(providerPresets).map(([value, { label }]) => ({ value, label })),
  { value: "other", label: "Another one, by its address" },
];
