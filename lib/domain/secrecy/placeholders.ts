/**
 * What local model servers and OpenClaw itself have in the place of a key where
 * there is none: the words of OpenClaw's own markers, and the keys that the
 * documents of Ollama, LM Studio, vLLM, llama.cpp, SGLang, LocalAI, LiteLLM,
 * Jan, KoboldCpp and text-generation-webui give.
 */
const localKeys: ReadonlySet<string> = new Set([
  ...["ollama-local", "custom-local", "codex-app-server", "gcp-vertex-credentials", "minimax-oauth"],
  ...["secretref-managed", "lmstudio-local", "vllm-local", "sglang-local", "ds4-local", "llmman-local"],
  ...["ollama", "lm-studio", "lmstudio", "lm_studio", "vllm", "sglang", "litellm", "llamacpp", "llama.cpp"],
  ...[
    "llamacpp-no-key",
    "localai",
    "local",
    "local-model",
    "localhost",
    "jan",
    "koboldcpp",
    "text-generation-webui",
  ],
  ...[
    "empty",
    "none",
    "null",
    "undefined",
    "-",
    "na",
    "n/a",
    "unused",
    "dummy",
    "dummy-key",
    "fake",
    "fake-key",
  ],
  ...[
    "no-key",
    "no-key-required",
    "no-key-needed",
    "nokey",
    "not-needed",
    "not-required",
    "notneeded",
    "ignored",
  ],
  ...["sk-no-key-required", "sk-1234", "sk-12345", "sk-123456", "sk-local", "sk-dummy", "sk-fake", "sk-none"],
  ...["sk-ollama", "sk-lmstudio", "token-abc123", "test", "test-key", "your_key", "anything", "placeholder"],
]);

/** Examples of documents, by how they are written: "<token>", "your-api-key", "sk-...", "replace-me". */
const documented: readonly RegExp[] = [
  /^<[^<>]*>$/,
  /^\[[^[\]]*\]$/,
  /^\{\{?[^{}]*\}?\}$/,
  /(?:\.{3}|…)/,
  /^(?:[a-z0-9]{1,6}[-_])*x{3,}(?:[-_][a-z0-9]{1,6})*$/i,
  /\*{4,}/,
  /^(?:sk-)?(?:1{8,}|0{8,})$/,
  /^(?:insert|enter|put|paste|add|use|type)[-_ ](?:your|a|the|here)\b/i,
  /^(?:sk-|xoxb-|xapp-|ghp_)?(?:your|my|the)[-_ ].*(?:key|token|secret|password|passphrase|here|value|id)$/i,
  /^your[-_]?(?:api)?[-_]?(?:key|token|secret|password)/i,
  /(?:^|[-_ ])(?:replace|change)[-_ ]?(?:me|this|with|it)?(?:$|[-_ ])/i,
  /^change[-_ ]?me/i,
  /[-_](?:goes[-_])?here$/i,
  /^(?:example|sample|demo|dummy|fake|test|todo|fixme|tbd)(?:[-_ ].*)?(?:key|token|secret|password|value)?$/i,
  /^(?:long|separate|shared|dedicated|strong)[-_].*(?:key|token|secret|password)$/i,
];

/** What the documents of OpenClaw and of other programs give as a Gateway's, hook's or server's token word for word. */
const documentedTokens: ReadonlySet<string> = new Set([
  ...["gateway-token", "remote-token", "shared-secret", "token-a", "token-b", "bot-token", "push-token"],
  ...["shared-push-token", "hook-token", "hooks-token", "my-token", "mytoken", "my-secret", "mysecret"],
  ...[
    "secret",
    "token",
    "password",
    "passw0rd",
    "letmein",
    "admin",
    "root",
    "openclaw",
    "clawdbot",
    "moltbot",
  ],
  ...["secret-token", "supersecret", "super-secret", "s3cret", "abc123", "12345678", "123456789", "qwerty"],
  ...["undefined", "null", "hunter2", "correct horse battery staple", "correct-horse-battery-staple"],
]);

/** True for what stands in the place of a model's key and is none. */
export function isNoModelKey(value: string): boolean {
  const text = value.trim();
  return localKeys.has(text.toLowerCase()) || isDocumentExample(text);
}

/** True for a token that everybody knows, because it stands in a public document. */
export function isPublicToken(value: string): boolean {
  const text = value.trim();
  const word = text.toLowerCase();
  return documentedTokens.has(word) || localKeys.has(word) || isDocumentExample(text);
}

/** Short, as examples are: a long random token may have any of these in it. */
function isDocumentExample(text: string): boolean {
  return text.length <= 64 && documented.some((form) => form.test(text));
}
