import { packedKindOf, unpackedName } from "#agent/reader/runner/packed-kind.ts";
import { findKeys, findMarks } from "./find-marks.ts";
import type { LookText, Mark } from "./look-order.ts";

/** An archive of packages brings the keys of their tests. */
const mostKeys = 2000;
const mostMarks = 5000;

/** Where programs and libraries lie that many have, as archives and caches have it. */
const packages = new RegExp(
  [
    "/(node_modules|site-packages|dist-packages|_cacache|testdata|gems)/",
    // What npm, pip, Java, Ruby, Rust and the systems' own packages come as.
    "!/package/",
    "\\.(whl|egg|jar|gem|crate|nupkg|deb|apk|rpm)!/",
    "/usr/(share|lib)/",
    "/go/pkg/mod/",
  ].join("|"),
);

/**
 * What in a text is one tenant's alone. Of something that was packed each file
 * is looked at by the name that it had; what can't be told from a package's own
 * says so.
 */
export function findPackedMarks(text: Buffer, packed: LookText["packed"]): Mark[] {
  const marks = new Map<string, Mark>();
  const add = (mark: Mark) => {
    const key = `${mark.kind} ${mark.digest}`;
    const known = marks.get(key);
    if (known === undefined ? marks.size < mostMarks : known.isOfPackage) marks.set(key, mark);
  };
  for (const { name, at, size } of packed?.entries ?? []) {
    const bytes = text.subarray(at, at + size);
    const place = `${packed?.file}${name}`;
    // What lies in it is looked at by itself.
    if (packedKindOf(bytes) !== null) continue;
    const isOfPackage = packages.test(place);
    for (const mark of findMarks(unpackedName(place), bytes)) add({ ...mark, isOfPackage });
  }
  for (const mark of findKeys(text, mostKeys)) {
    if (!marks.has(`${mark.kind} ${mark.digest}`)) add({ ...mark, isOfPackage: true });
  }
  return [...marks.values()];
}
