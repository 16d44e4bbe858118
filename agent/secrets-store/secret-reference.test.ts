import { expect, test } from "vitest";
import { secretPath, secretPointer } from "./secret-reference.ts";

test.each([
  [["gateway", "token"], "/gateway/token"],
  [
    ["channels", "matrix", "@bot:example.org/a", "accessToken"],
    "/channels/matrix/@bot:example.org~1a/accessToken",
  ],
  [["models", "~1"], "/models/~01"],
])("the pointer of %j leads back to it", (path, pointer) => {
  expect(secretPointer(path)).toBe(pointer);
  expect(secretPath(pointer)).toEqual(path);
});
