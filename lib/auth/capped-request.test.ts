import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { cappedRequest } from "./capped-request.ts";

const url = "http://localhost/api/auth/callback/credentials?x=1";
const post = (body: BodyInit) =>
  new NextRequest(url, { method: "POST", body, headers: { "content-type": "text/plain" }, duplex: "half" });

it("passes on a body that is short enough, as it came", async () => {
  const request = await cappedRequest(post("0123456789"), 10);
  expect([await request?.text(), request?.nextUrl.search]).toEqual(["0123456789", "?x=1"]);
  expect(request?.headers.get("content-type")).toBe("text/plain");
  expect(await cappedRequest(new NextRequest(url), 10)).toBeInstanceOf(NextRequest);
});

it("reads no further than it must of one that says nothing of its length", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(4));
    },
  });
  expect(await cappedRequest(post(endless), 10)).toBeNull();
  expect(sent).toBeLessThan(10);
});
