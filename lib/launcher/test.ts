import { browser } from "./testing/browser-suite.ts";
import { deadCode, lint, runtime, schema, types } from "./testing/check-suites.ts";
import { runSuites } from "./testing/run-suites.ts";
import { vitestSuite } from "./testing/vitest-suite.ts";

process.umask(0o022);
process.exit(
  await runSuites([
    types,
    lint,
    deadCode,
    schema,
    vitestSuite("unit", 300_000),
    vitestSuite("db", 600_000),
    runtime,
    vitestSuite("agent", 2_400_000),
    browser,
  ]),
);
