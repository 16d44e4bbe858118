import { mkdir, mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { digest } from "./finding.ts";
import { notThere, tryCreate, tryCreateIn, tryLinks, tryPlaces, tryRead, tryReadIn } from "./try-files.ts";

let directory: string;
let canary: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "try-files-"));
  [canary, file] = [path.join(directory, `${plantPrefix}x-canary`), path.join(directory, "notes")];
  await writeFile(canary, "the canary");
  await writeFile(file, "the notes");
});
const gone = "/nonexistent/place";
const absent = { outcome: "refused", code: "errno", fact: "ENOENT" };

describe("what is read", () => {
  it("of a canary is its digest, and of anything else nothing", () => {
    expect(tryRead(canary)).toMatchObject({ outcome: "reached", proof: digest("the canary") });
    expect(tryRead(file)).toEqual({ outcome: "reached", seen: `Opened and read ${file}.` });
    expect(tryRead(gone)).toMatchObject(absent);
  });

  it("of a directory is the canary in it, and none that lies elsewhere", () => {
    const proof = digest("the canary");
    expect(tryPlaces([directory], [], [canary])).toMatchObject({ outcome: "reached", proof });
    expect(tryPlaces([gone], [], [canary])).toMatchObject(absent);
    expect(tryPlaces([gone], [file], [])).toMatchObject({ outcome: "reached" });
    expect(tryPlaces([], [], [canary])).toMatchObject({ outcome: "unmeasured", code: "nothing" });
  });

  it("through links is what they lead to, and they are taken away", async () => {
    const workspace = await mkdtemp(path.join(tmpdir(), "try-files-"));
    const name = `${plantPrefix}link`;
    expect(tryLinks(workspace, canary, name)).toMatchObject({
      outcome: "reached",
      proof: digest("the canary"),
    });
    expect(tryLinks(workspace, gone, name)).toMatchObject(absent);
    expect(await readdir(workspace)).toEqual([]);
  });
});

describe("what somebody else sees", () => {
  const placeOf = async (at: string) => {
    const { dev, ino } = await stat(at);
    return { path: at, id: `${dev}:${ino}` };
  };

  it("is there only under the same device and inode", async () => {
    const [mine, other] = [await placeOf(file), await placeOf(canary)];
    expect(notThere(mine)).toBeNull();
    expect(notThere({ ...mine, id: other.id })).toMatchObject({ outcome: "refused", code: "another" });
    expect(notThere({ path: gone, id: mine.id })).toMatchObject(absent);
  });

  it("is neither read nor written to where it is another one here", async () => {
    const [mine, other] = [await placeOf(directory), await placeOf(file)];
    expect(tryReadIn({ path: canary, id: other.id })).toMatchObject({ outcome: "refused", code: "another" });
    expect(tryReadIn(other)).toMatchObject({ outcome: "reached" });
    expect(tryCreateIn({ ...mine, id: other.id }, "new")).toMatchObject({ code: "another" });
    expect(tryCreateIn(mine, "new")).toMatchObject({ outcome: "reached" });
  });
});

it("a file that is made to try it is not left, and none of another's is replaced", async () => {
  await mkdir(path.join(directory, "empty"));
  expect(tryCreate(path.join(directory, "empty"), "new")).toMatchObject({ outcome: "reached" });
  expect(await readdir(path.join(directory, "empty"))).toEqual([]);
  expect(tryCreate(directory, "notes")).toMatchObject({ outcome: "refused", fact: "EEXIST" });
  expect(tryCreate(gone, "new")).toMatchObject(absent);
});
