import { expect, test } from "vitest";
import { readQuery } from "./read-query.ts";

const query = (text: string) => readQuery(`http://localhost/api/x${text}`);

test.each(["?a=%ff", "?a=%ED%A0%80", "?%c0%80=1", "?a=%", "?a=%zz", "?a=%e2%82", "?a=1&b=%f8%80%80%80"])(
  "refuses %s",
  (text) => {
    expect(() => query(text)).toThrow(expect.objectContaining({ code: "INVALID" }));
  },
);

test("reads what was sent, the last of a name, and leaves NUL to the service that refuses it", () => {
  expect(query("?a=1&a=2&b=%C3%A9+x&c")).toEqual({ a: "2", b: "\u00e9 x", c: "" });
  expect(query("?a=%00")).toEqual({ a: "\0" });
  expect(Object.keys(query("?__proto__=1"))).toEqual(["__proto__"]);
  expect(query("")).toEqual({});
});
