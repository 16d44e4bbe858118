import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BootstrapError, runProgram } from "./run-program.mjs";

/** Installs what the lock file names unless exactly that was installed before. */
export async function installDependencies(root) {
  const lock = path.join(root, "package-lock.json");
  const modules = path.join(root, "node_modules");
  const stamp = path.join(modules, ".bulkhead-lock");
  const wanted = `${createHash("sha256").update(fs.readFileSync(lock)).digest("hex")} ${process.platform} ${process.arch}`;
  if (read(stamp) === wanted) return;
  if (!isInstalledByHand(modules, lock)) await install(root, modules);
  fs.writeFileSync(stamp, wanted);
}

/** npm writes this file when it has finished; one younger than the lock file means somebody ran `npm ci`. */
function isInstalledByHand(modules, lock) {
  if (fs.existsSync(path.join(modules, ".bulkhead-lock"))) return false;
  const written = path.join(modules, ".package-lock.json");
  return fs.existsSync(written) && fs.statSync(written).mtimeMs >= fs.statSync(lock).mtimeMs;
}

async function install(root, modules) {
  const release = claim(`${modules}.installing`);
  try {
    const npm = npmCommand();
    const args = [
      ...npm.args,
      "ci",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ];
    const { code, output } = await runProgram("Installing dependencies", npm.file, args, { cwd: root });
    if (code !== 0) throw explain(code, output, root);
  } finally {
    release();
  }
}

/** The npm that runs us, on the Node that it runs on; else the one on PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && path.basename(script) === "npm-cli.js") return { file: process.execPath, args: [script] };
  return { file: "npm", args: [] };
}

/** Two installations into one directory would destroy each other. */
function claim(file) {
  const holder = Number(read(file));
  if (holder && isRunning(holder)) {
    throw new BootstrapError(
      `Process ${holder} is installing the dependencies right now.`,
      "Wait until it has finished, then start again.",
    );
  }
  fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    throw new BootstrapError(
      `${path.dirname(file)} can't be written (${error.code}).`,
      "Start as the user that owns this directory.",
    );
  }
  return () => fs.rmSync(file, { force: true });
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function explain(code, output, root) {
  const tail = output.trim().split("\n").slice(-6).join("\n");
  if (code === null) {
    return new BootstrapError("npm was not found.", "Install Node.js with npm and start again.");
  }
  if (/ENOSPC|no space left/i.test(output)) {
    return new BootstrapError(
      `The disk is full: the dependencies need about 1.2 GB in ${root}.`,
      "Free some space and start again; nothing else was changed.",
    );
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output)) {
    return new BootstrapError(
      `The package registry could not be reached.\n${tail}`,
      "Check the network, the proxy (HTTPS_PROXY) and npm's registry setting, then start again.",
    );
  }
  if (/EACCES|EPERM/.test(output)) {
    return new BootstrapError(
      `npm may not write in ${root}.\n${tail}`,
      "Start as the user that owns this directory.",
    );
  }
  return new BootstrapError(
    `npm could not install the dependencies.\n${tail}`,
    "Mend what npm names, then start again.",
  );
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
