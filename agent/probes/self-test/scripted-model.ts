import { createServer } from "node:http";

type Message = { readonly role: string; readonly content: unknown };

/**
 * A stand-in for a model provider, for the self-test alone: it speaks OpenAI's
 * protocol and calls whatever tool the last message of the user names, as
 * `CALL <tool> <arguments>`; then it says that it is done.
 */
export async function startScriptedModel(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      response.setHeader("content-type", "text/event-stream");
      for (const event of answer(body)) response.write(`data: ${event}\n\n`);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What a tenant's configuration needs to use it. */
export function scriptedModelConfig(port: number) {
  const model = {
    id: "scripted",
    name: "Scripted",
    reasoning: false,
    input: ["text"],
    contextWindow: 128_000,
    maxTokens: 4096,
  };
  const provider = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    api: "openai-completions",
    apiKey: "no-key",
    models: [model],
  };
  return { mode: "replace", catalogRefresh: { enabled: false }, providers: { scripted: provider } };
}

function answer(body: string): string[] {
  const messages = messagesOf(body);
  const last = messages.map(({ role }) => role).lastIndexOf("assistant");
  const tail = messages.slice(last + 1);
  const asked = tail.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
  const call = /CALL (\S+) (\{[^\n]*\})/.exec(asked.join("\n"));
  const isAnswered = tail.some(({ role }) => role === "tool");
  const tool = !isAnswered && call ? { name: call[1], arguments: call[2] } : null;
  const delta = tool
    ? { tool_calls: [{ index: 0, id: `call-${Date.now()}`, type: "function", function: tool }] }
    : { content: "done" };
  const reason = tool ? "tool_calls" : "stop";
  const chunk = (choices: unknown[], rest = {}) =>
    JSON.stringify({ id: "scripted", object: "chat.completion.chunk", choices, ...rest });
  return [
    chunk([{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }]),
    chunk([{ index: 0, delta: {}, finish_reason: reason }]),
    chunk([], { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }),
    "[DONE]",
  ];
}

function messagesOf(body: string): Message[] {
  try {
    return (JSON.parse(body) as { messages?: Message[] }).messages ?? [];
  } catch {
    return [];
  }
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: { text?: unknown }) => (typeof part.text === "string" ? part.text : ""))
    .join("\n");
}
