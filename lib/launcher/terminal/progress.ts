const everyMs = 5_000;

/** Prints one line. Works on when whoever read the output has gone. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a step, says every few seconds that it still runs, and how long it
 * took. A step that is over within a second prints nothing.
 */
export async function step<T>(title: string, run: (note: (line: string) => void) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  let hasSpoken = false;
  let latest = "";
  const tell = () => {
    hasSpoken = true;
    say(`${title} … ${seconds()} s${latest === "" ? "" : ` (${latest})`}`);
  };
  const first = setTimeout(tell, 1_000);
  const timer = setInterval(tell, everyMs);
  try {
    const result = await run((line) => {
      latest = line;
    });
    if (hasSpoken) say(`${title}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(timer);
  }
}
