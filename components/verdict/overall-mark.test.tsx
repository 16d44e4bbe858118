import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type KnownParts, overallOf } from "#lib/domain/overall/overall.ts";
import { OverallMark, OverallWord } from "./overall-mark.tsx";

const well: KnownParts = {
  checklist: { proven: 10, failed: 0, "not-measured": 0, accepted: 0 },
  attempts: { verdict: "proven", failed: 0, accepted: 0 },
  mistakes: { open: 0, accepted: 0, notMeasured: 0 },
  audit: { critical: 0, warn: 0 },
};
const breached = overallOf({ ...well, attempts: { verdict: "failed", failed: 1, accepted: 0 } });
const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

test("a tenant has one word, and each part says why in its own", () => {
  const text = textOf(renderToStaticMarkup(<OverallMark overall={breached} />));
  expect(text).toBe(
    "Failed Checklist: all 10 proven Attempts: 1 got through Mistakes: none found Audit: clean",
  );
});

test("where there is little room the word names the parts that are to blame", () => {
  const word = (overall: typeof breached) => textOf(renderToStaticMarkup(<OverallWord overall={overall} />));
  expect(word(breached)).toBe("Failed: attempts");
  expect(word(overallOf(well))).toBe("Proven");
  expect(word(overallOf({ ...well, mistakes: null, audit: null }))).toBe("Not measured: mistakes, audit");
});
