import { expect, test } from "vitest";
import { anybody, mayRead } from "./who-may-read.ts";

const at = (mode: number, uid = 0, gid = 0) => ({ mode, uid, gid });
const beta = { uid: 1002, gids: [1002, 50] };

test.each([
  ["an open file in open directories", [at(0o755), at(0o644)], true, true],
  ["a closed file", [at(0o755), at(0o600)], false, false],
  ["an open file in a closed directory", [at(0o755), at(0o700), at(0o644)], false, false],
  ["a directory that is passed and not listed", [at(0o711), at(0o644)], true, true],
  ["a file of a group of the user", [at(0o755), at(0o640, 0, 50)], false, true],
  ["a file of its own", [at(0o755), at(0o600, 1002)], false, true],
  ["a file that is closed to its group alone", [at(0o755), at(0o604, 0, 50)], true, false],
])("tells whether anybody and a user may read %s", (_, way, forAnybody, forBeta) => {
  expect([mayRead(way, anybody), mayRead(way, beta)]).toEqual([forAnybody, forBeta]);
});
