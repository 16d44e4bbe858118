import { spawnSync } from "node:child_process";
import path from "node:path";
import { BootstrapError } from "./run-program.mjs";

const oldest = [24, 16];

/** A Node that is new enough: the one that came with the dependencies, else the one that runs now. */
export function findNode(root) {
  const bundled = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  const candidates = [bundled, process.execPath];
  const found = candidates.find((node) => isNewEnough(versionOf(node)));
  if (found) return found;
  throw new BootstrapError(
    `Bulkhead needs Node.js ${oldest.join(".")} or newer; this is ${process.version}, and none could be installed for ${process.platform} ${process.arch}.`,
    `Install Node.js ${oldest.join(".")} or newer and start again.`,
  );
}

function versionOf(node) {
  if (node === process.execPath) return process.versions.node;
  // It may be there and not run: built for another C library, for one.
  const { stdout, status } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim().slice(1) : "0.0";
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
