import { spawn } from "node:child_process";

/** A failure that the person at the terminal can act on. */
export class BootstrapError extends Error {
  constructor(message, nextStep) {
    super(message);
    this.nextStep = nextStep;
  }
}

/**
 * Runs a program and tells every few seconds that it still does.
 *
 * @returns {Promise<{ code: number | null, output: string }>} code is null when it could not be started
 */
export function runProgram(title, file, args, options) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log(`${title} …`);
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const timer = setInterval(() => console.log(`${title} … ${seconds()} s`), 5000);
    const stop = (signal) => child.kill(signal);
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    const finish = (code) => {
      clearInterval(timer);
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
      if (code === 0) console.log(`${title}: done in ${seconds()} s`);
      resolve({ code, output });
    };
    child.on("error", () => finish(null));
    child.on("close", (code, signal) => (signal ? process.exit(130) : finish(code)));
  });
}
