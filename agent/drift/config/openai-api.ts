/** For `gateway`: the OpenAI-compatible endpoints, which OpenClaw leaves off unless asked. */
export function openAiApiSettings(hasOpenAiApi: boolean) {
  return hasOpenAiApi ? ({ http: { endpoints: { chatCompletions: { enabled: true } } } } as const) : {};
}
