import { lint, types } from "./testing/check-suites.ts";
import { runSuites } from "./testing/run-suites.ts";
import { vitestSuite } from "./testing/vitest-suite.ts";

process.exit(await runSuites([lint, types, vitestSuite("unit", 120_000)]));
