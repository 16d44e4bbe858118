import { expect, it } from "vitest";
import { withRetryAfter } from "./retry-after.ts";

const refused = (error: string) =>
  withRetryAfter(
    Response.json(
      { url: `http://localhost/sign-in?error=${error}` },
      { status: 401, headers: { "set-cookie": "a=b" } },
    ),
  );

it.each([
  ["rate-limited.45", 429, "45"],
  ["busy.2", 503, "2"],
  ["rejected", 401, null],
  ["%3Cb%3E", 401, null],
])("a sign-in that was refused as %s answers %d", async (error, status, retryAfter) => {
  const response = await refused(error);
  expect([response.status, response.headers.get("retry-after")]).toEqual([status, retryAfter]);
  expect(response.headers.get("set-cookie")).toBe("a=b");
  expect(await response.json()).toEqual({ url: `http://localhost/sign-in?error=${error}` });
});
