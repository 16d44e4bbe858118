import { createInterface } from "node:readline";

/** Asks for a yes or no; an empty answer is yes, the end of the input is no. Aborted, it throws. */
export async function askPerson(
  question: string,
  terminal: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ ...terminal, signal });
  const answer = await new Promise<string>((resolve) => {
    lines.question(question, resolve);
    // Ctrl-C in the midst of the question is the terminal's, which tells this program by no signal then.
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    lines.on("close", () => resolve("n"));
  });
  lines.close();
  signal.throwIfAborted();
  return /^\s*(y|yes)?\s*$/i.test(answer);
}
