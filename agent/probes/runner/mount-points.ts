import { readFileSync } from "node:fs";

/** Where something is mounted, and what kind of file system, as this process sees it. */
export function mountPoints(): { readonly place: string; readonly type: string }[] {
  let text = "";
  try {
    text = readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const [mount = "", source = ""] = line.split(" - ");
    const place = (mount.split(" ")[4] ?? "").replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return place === "" ? [] : [{ place, type: source.split(" ")[0] ?? "" }];
  });
}
