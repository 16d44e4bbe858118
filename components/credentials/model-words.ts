import type { SelectOption } from "#components/ui/select.tsx";
import type { ModelApi } from "#lib/domain/model/model-setting.ts";
import { providerPresets } from "#lib/domain/model/provider-preset.ts";

export const apiOptions: readonly SelectOption<ModelApi>[] = [
  { value: "openai-completions", label: "OpenAI chat completions (most others speak it)" },
  { value: "openai-responses", label: "OpenAI responses" },
  { value: "anthropic-messages", label: "Anthropic messages" },
  { value: "google-generative-ai", label: "Google Gemini" },
];

export const presetOptions: readonly SelectOption[] = [
  ...Object.entries(providerPresets).map(([value, { label }]) => ({ value, label })),
  { value: "other", label: "Another one, by its address" },
];
