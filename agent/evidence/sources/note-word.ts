import { withMask } from "#agent/logs/mask-texts.ts";
import type { WordPart } from "#lib/domain/gateway-word/compare-word.ts";
import { sumOfWord } from "#lib/domain/gateway-word/word-verdict.ts";
import type { Draft } from "./evidence-builder.ts";
import { type HeardWord, hearGateway, type UnheardWord } from "./hear-gateway.ts";
import type { TenantView } from "./tenant-view.ts";

const ownWord = "The Gateway's own word";
const names: Readonly<Record<WordPart, string>> = {
  pid: "process",
  port: "port",
  version: "OpenClaw version",
  state: "state directory",
  config: "configuration",
  workspaces: "workspaces",
  device: "device identity",
};

/**
 * Holds what the running Gateway says of these parts of itself against what was
 * seen of them. It says something else: the item is broken. It says nothing:
 * the item can't be told.
 */
export async function noteWord(
  draft: Draft,
  view: TenantView,
  parts: readonly WordPart[],
): Promise<HeardWord | UnheardWord> {
  const heard = await hearGateway(view);
  draft.how("the Gateway's own word over its control connection");
  if ("reason" in heard) {
    draft.word("unheard");
    draft.fact(ownWord, "Not heard");
    const [reason = ""] = await shownOf(view, [heard.reason]);
    draft.untried(`The Gateway did not say who it is: ${reason}`);
    return heard;
  }
  const outcomes = parts.map((part) => heard.outcomes[part]);
  const list = (outcome: string) => parts.filter((part) => heard.outcomes[part] === outcome);
  draft.word(sumOfWord(outcomes));
  const others = list("other");
  const same = list("same").map((part) => names[part]);
  draft.fact(ownWord, same.length > 0 ? `The same ${same.join(", ")} as seen` : "Nothing that was seen");
  const told = await shownOf(
    view,
    others.map((part) => textOf(heard.said[part])),
  );
  for (const [index, part] of others.entries()) {
    draft.defect(
      `says-other-${part}`,
      `The running Gateway says that its ${names[part]} is ${told[index]}, but ${textOf(heard.seen[part])} was seen.`,
      "Something else may answer in its place: stop this Gateway, repair the tenant and start it again.",
    );
  }
  const untold = list("untold").map((part) => names[part]);
  if (untold.length > 0) draft.untried(`The Gateway did not say, or not in time: ${untold.join(", ")}.`);
  const unseen = list("unseen").map((part) => names[part]);
  if (unseen.length > 0)
    draft.untried(`What the Gateway says could not be held against the host: ${unseen.join(", ")}.`);
  return heard;
}

/** It may say its own secrets, or those that it was told. */
function shownOf(view: TenantView, texts: readonly string[]): Promise<string[]> {
  return withMask(view.context, view.record, (mask) => texts.map(mask));
}

export function textOf(value: number | string | readonly (number | string)[] | null): string {
  if (value === null) return "nothing";
  return typeof value === "object" ? value.join(", ") || "none" : String(value);
}
