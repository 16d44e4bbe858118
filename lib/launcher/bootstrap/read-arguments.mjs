import { BootstrapError } from "./run-program.mjs";

const yes = { "--yes": "installs, without asking, the packages that this host's walls between tenants need" };

/** Each command: what it does, and its options. `free` ones hand all they get to what they run. */
const commands = {
  start: { does: "starts Bulkhead and keeps it up", options: yes },
  "install-service": {
    does: "makes Bulkhead a service of this host, started by systemd at every boot; again, it brings it up to date",
    options: {
      ...yes,
      "--dry-run": "prints what would be written, and does nothing",
      "--remove": "stops and removes the service; data and Gateways stay",
    },
  },
  down: { does: "stops Bulkhead and every tenant's Gateway", options: {} },
  dev: { does: "starts Bulkhead and serves the sources as they change", options: yes },
  test: { does: "runs every test", options: {} },
  verify: { does: "checks format, lint and types and runs the pure tests", options: {} },
  bench: { does: "measures; name one to run it alone", options: {}, isFree: true },
  "owner-password": { does: "gives the owner a new one-time password", options: {} },
  "self-test": {
    does: "plants leaks and shows that each is found",
    options: { "--gateways": "with real Gateways, which takes some minutes" },
  },
};

/**
 * What a command line asks for.
 *
 * @param {string[]} words
 * @returns {{ command: string, args: string[] } | { help: string }} `help` is to be printed, and nothing done
 * @throws BootstrapError that names what isn't understood and what would be
 */
export function readArguments(words) {
  const [command, ...args] = words;
  const known = Object.keys(commands).includes(command) ? commands[command] : null;
  if (known === null) {
    throw new BootstrapError(
      `There is no command "${command}".`,
      `Use one of: ${Object.keys(commands).join(", ")}.`,
    );
  }
  if (args.some((arg) => arg === "--help" || arg === "-h")) return { help: describe(command, known) };
  const unknown = args.find((arg) => !known.isFree && !Object.keys(known.options).includes(arg));
  if (unknown !== undefined) {
    throw new BootstrapError(
      `"${unknown}" isn't an option of \`${call(command)}\`, so nothing was done.`,
      `It has: ${[...Object.keys(known.options), "--help"].join(", ")}. Options follow two dashes, as in \`${call(command)} -- --help\`.`,
    );
  }
  return { command, args };
}

function call(command) {
  return command === "start" || command === "test" ? `npm ${command}` : `npm run ${command}`;
}

function describe(command, { does, options }) {
  const lines = Object.entries({ ...options, "--help": "prints this" }).map(
    ([name, effect]) => `  ${name.padEnd(12)} ${effect}`,
  );
  const variables = ["start", "dev", "install-service"].includes(command) ? startVariables : [];
  return [`${call(command)} ${does}.`, "", ...lines, ...variables].join("\n");
}

const startVariables = [
  "",
  "From the environment:",
  "  PORT           the dashboard's port, 3000 unless set",
  "  BULKHEAD_BIND  the address on which it listens, 127.0.0.1 unless set",
  "  BULKHEAD_URL   where people reach it, http://localhost:<port> unless set; it answers there alone",
  "  BULKHEAD_HOME  where the installation lies, /var/lib/bulkhead for root unless set",
  "  DATABASE_URL   a PostgreSQL server of your own in place of Bulkhead's",
];
