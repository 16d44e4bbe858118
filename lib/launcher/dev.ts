import { runLauncher } from "./launch/run-launcher.ts";

process.exit(await runLauncher({ isDevelopment: true, mayInstall: process.argv.includes("--yes") }));
