import { expect, test } from "vitest";
import type { ModelApi } from "#lib/domain/model/model-setting.ts";
import { modelListQuestion, readModelList } from "./model-list.ts";

test.each<[ModelApi, string | undefined, string, string]>([
  ["openai-responses", undefined, "https://api.openai.com/v1/models", "authorization"],
  ["openai-completions", "https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/key", "authorization"],
  ["openai-completions", "http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1/models", "authorization"],
  ["anthropic-messages", undefined, "https://api.anthropic.com/v1/models?limit=1000", "x-api-key"],
  [
    "google-generative-ai",
    undefined,
    "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
    "x-goog-api-key",
  ],
])("asks %s at %s for its models, the key in no address", (api, baseUrl, url, header) => {
  const question = modelListQuestion({ provider: "acme", api, baseUrl }, "the-key");
  expect(question.url).toBe(url);
  expect(question.headers[header]).toContain("the-key");
  expect(JSON.stringify(modelListQuestion({ provider: "acme", api, baseUrl }, null))).not.toContain("null");
});

test.each<[string, number, unknown, object]>([
  ["a list", 200, { data: [{ id: "a" }, { id: "b" }] }, { state: "accepted", models: ["a", "b"] }],
  ["Google's list", 200, { models: [{ name: "models/a" }] }, { state: "accepted", models: ["a"] }],
  ["the owner of a key", 200, { data: { label: "acme" } }, { state: "accepted", models: null }],
  ["a refusal", 401, { error: "Incorrect key sk-abc" }, { state: "refused" }],
  ["Google's refusal", 400, { error: { message: "API key not valid." } }, { state: "refused" }],
  ["something else", 404, "<html>", { state: "not-verified" }],
  ["a page", 200, null, { state: "not-verified" }],
])("understands %s", (_name, status, body, expected) => {
  const verdict = readModelList(status, body);
  expect(verdict).toMatchObject(expected);
  expect(JSON.stringify(verdict)).not.toContain("sk-abc");
});
