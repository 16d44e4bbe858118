import { z } from "zod";
import { modelBase } from "#lib/domain/credential/secret-address.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import type { KeyCheck } from "#lib/host-agent/contract/model-key.ts";

const listSchema = z.union([
  z.object({ data: z.array(z.object({ id: z.string() })) }).transform(({ data }) => data.map(({ id }) => id)),
  z
    .object({ models: z.array(z.object({ name: z.string() })) })
    .transform(({ models }) => models.map(({ name }) => name.replace(/^models\//, ""))),
]);
/** OpenRouter shows its models to everybody; this is what only the owner of a key is told. */
const ownerSchema = z.object({ data: z.object({ label: z.string() }) });
const googleErrorSchema = z.object({ error: z.object({ message: z.string() }) });
const mostModels = 1000;

export type ModelListQuestion = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** The request by which each kind of provider says whether it takes a key. */
export function modelListQuestion(
  setting: Pick<ModelSetting, "provider" | "api" | "baseUrl">,
  key: string | null,
): ModelListQuestion {
  const base = modelBase(setting).replace(/\/+$/, "");
  switch (setting.api) {
    case "anthropic-messages":
      return {
        url: `${base.replace(/\/v1$/, "")}/v1/models?limit=1000`,
        headers: { "anthropic-version": "2023-06-01", ...(key !== null && { "x-api-key": key }) },
      };
    case "google-generative-ai":
      return {
        url: `${base}/models?pageSize=1000`,
        headers: key === null ? {} : { "x-goog-api-key": key },
      };
    case "openai-completions":
    case "openai-responses": {
      const isOpenRouter = new URL(base).hostname === "openrouter.ai";
      return {
        url: `${base}/${isOpenRouter ? "key" : "models"}`,
        headers: key === null ? {} : { authorization: `Bearer ${key}` },
      };
    }
  }
}

/** What a provider's answer says about the key. Its own words may repeat the key, so they aren't passed on. */
export function readModelList(status: number, body: unknown): KeyCheck {
  const isBadKey = /api key/i.test(googleErrorSchema.safeParse(body).data?.error.message ?? "");
  if (status === 401 || status === 403 || (status === 400 && isBadKey)) {
    return { state: "refused", reason: `The provider refuses the key (${status}).` };
  }
  if (status !== 200) {
    return { state: "not-verified", reason: `The provider answered ${status} instead of a list of models.` };
  }
  const list = listSchema.safeParse(body);
  if (list.success) return { state: "accepted", models: list.data.slice(0, mostModels).map(printable) };
  if (ownerSchema.safeParse(body).success) return { state: "accepted", models: null };
  return { state: "not-verified", reason: "The provider answered, but with no list of models." };
}

/** What a provider says goes to people: short, and without control characters. */
function printable(text: string): string {
  return text.replace(/[\p{C}]/gu, "").slice(0, 128);
}
