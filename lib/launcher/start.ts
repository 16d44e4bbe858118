import { runLauncher } from "./run-launcher.ts";

process.exit(await runLauncher({ isDevelopment: false, mayInstall: process.argv.includes("--yes") }));
