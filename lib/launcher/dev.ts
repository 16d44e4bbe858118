import { runLauncher } from "./run-launcher.ts";

process.exit(await runLauncher({ isDevelopment: true, mayInstall: process.argv.includes("--yes") }));
