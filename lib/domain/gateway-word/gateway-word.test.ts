import { describe, expect, it } from "vitest";
import { compareWord, type SaidOfItself, type SeenOfGateway, type WordPart } from "./compare-word.ts";
import { currentWord, sumOfWord } from "./word-verdict.ts";

const said: SaidOfItself = {
  pid: 7,
  port: 19_200,
  version: "2026.9.6",
  state: "/t/acme/state",
  config: "/t/acme/config/openclaw.json",
  workspaces: ["/t/acme/workspace", "/t/acme/workspace/helper"],
  device: "a".repeat(64),
};
const seen: SeenOfGateway = { ...said, pid: [5, 7], workspaces: ["/t/acme/workspace"] };

describe("compareWord", () => {
  it("takes a Gateway that says what the host shows at its word in every part", () => {
    expect(new Set(Object.values(compareWord(said, seen)))).toEqual(new Set(["same"]));
  });

  it.each<[WordPart, Partial<SaidOfItself>]>([
    ["pid", { pid: 8 }],
    ["port", { port: 19_320 }],
    ["version", { version: "2026.9.5" }],
    ["state", { state: "/t/beta/state" }],
    ["state", { state: "/t/acme/state/deeper" }],
    ["config", { config: "/t/beta/config/openclaw.json" }],
    ["workspaces", { workspaces: ["/t/acme/workspace", "/t/beta/workspace"] }],
    ["workspaces", { workspaces: ["/t/acme/workspace-of-another"] }],
    ["device", { device: "b".repeat(64) }],
  ])("names %s alone where %j is said", (part, lie) => {
    const outcomes = Object.entries(compareWord({ ...said, ...lie }, seen));
    expect(outcomes.filter(([, outcome]) => outcome !== "same")).toEqual([[part, "other"]]);
  });

  it("never takes for the same what was not said or not seen", () => {
    const nothing = { pid: null, port: null, version: null, state: null, config: null };
    const none = { ...nothing, workspaces: null, device: null };
    expect(new Set(Object.values(compareWord(none, seen)))).toEqual(new Set(["untold"]));
    expect(new Set(Object.values(compareWord(said, none)))).toEqual(new Set(["unseen"]));
    expect(new Set(Object.values(compareWord(none, none)))).toEqual(new Set(["untold"]));
  });
});

describe("sumOfWord", () => {
  it.each([
    [["same", "same"], "same"],
    [["same", "untold"], "unheard"],
    [["unseen", "same"], "unheard"],
    [["untold", "other"], "other"],
    [[], "unheard"],
  ] as const)("makes %j into %s", (outcomes, sum) => {
    expect(sumOfWord(outcomes)).toBe(sum);
  });
});

describe("currentWord", () => {
  const heard = (port: "same" | "other" | "unheard" | null, stale: string | null = null) =>
    currentWord([
      { item: "port", word: port, stale },
      { item: "state-directory", word: "same", stale: null },
      { item: "logs", word: null, stale: null },
    ]);

  it("is the same only while both items say so and still count", () => {
    expect(heard("same")).toBe("same");
    expect(heard("same", "It was measured more than 24 h ago.")).toBe("unheard");
    expect(heard("unheard")).toBe("unheard");
    expect(heard(null)).toBe("unheard");
    expect(currentWord([])).toBe("unheard");
  });

  it("stays another word until it is asked again", () => {
    expect(heard("other")).toBe("other");
    expect(heard("other", "It was measured more than 24 h ago.")).toBe("other");
  });
});
