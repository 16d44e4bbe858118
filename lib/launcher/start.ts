import { runLauncher } from "./launch/run-launcher.ts";

process.exit(await runLauncher({ isDevelopment: false, mayInstall: process.argv.includes("--yes") }));
