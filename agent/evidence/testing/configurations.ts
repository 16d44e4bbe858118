/** A configuration as people write them, with what lies beside it. */
export type WrittenConfig = {
  readonly name: string;
  readonly text: string;
  /** By path below the configuration's directory. */
  readonly files?: Readonly<Record<string, string>>;
  /** By path below the tenant's tree. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly dotenv?: string;
  readonly startDotenv?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Names beside the configuration that lead to others there. */
  readonly links?: Readonly<Record<string, string>>;
  /** Why what is read differs from what OpenClaw reads: it is then unknown, and never another value. */
  readonly explained?: string;
};

const v = (name: string) => `\${${name}}`;
const gateway = { mode: "local", bind: "loopback", auth: { mode: "token", token: v("GATEWAY_TOKEN") } };
const json = (config: object) => JSON.stringify({ gateway, ...config });

const variables: WrittenConfig[] = [
  {
    name: "everything that JSON5 has",
    text: "{ // a\n gateway: {mode:'local', port: +0x4E20,}, /* b */ \"logging\": {file: '/a\\\n/b'}, }",
  },
  { name: "strict JSON", text: json({ logging: { level: "info" } }) },
  {
    name: "policies from variables",
    text: json({
      channels: { telegram: { dmPolicy: v("DM"), groupPolicy: v("GROUP"), allowFrom: ["*"] } },
      session: { dmScope: v("SCOPE") },
    }),
    dotenv: "DM=open\nGROUP=open\nSCOPE=main\n",
  },
  {
    name: "a variable within a text",
    text: json({
      models: {
        providers: {
          proxy: {
            baseUrl: `https://${v("HOST")}/v1`,
            headers: { Authorization: `Bearer ${v("KEY")}` },
            models: [],
          },
        },
      },
    }),
    dotenv: "HOST=llm.example.test\nKEY=k-1\n",
  },
  {
    name: "several in one text",
    text: json({ logging: { file: `/${v("A")}/${v("B")}${v("A")}.log` } }),
    dotenv: "A=x\nB=y",
  },
  { name: "escaped variables", text: json({ logging: { file: `/$${v("A")}/$$${v("A")}` } }), dotenv: "A=x" },
  {
    name: "variables without a value",
    text: json({ logging: { file: `/${v("NONE")}/x` }, channels: { telegram: { dmPolicy: v("EMPTY") } } }),
    dotenv: "EMPTY=",
  },
  {
    name: "names in small letters and with digits",
    text: json({ logging: { file: `/${v("lower")}/${v("A_1")}/${v("1A")}` } }),
    dotenv: "lower=x\nA_1=y\n1A=z",
  },
  {
    name: "the short form, which is a secret's alone",
    text: json({ channels: { telegram: { botToken: "$TELEGRAM_BOT_TOKEN", dmPolicy: "$DM" } } }),
    dotenv: "TELEGRAM_BOT_TOKEN=1:A\nDM=open",
  },
  {
    name: "a variable that names a variable",
    text: json({ logging: { file: v("A") } }),
    dotenv: `A='${v("B")}'\nB=x`,
  },
  {
    name: "variables in lists and keys",
    text: json({ channels: { telegram: { allowFrom: [v("ME"), "2"], groups: { [v("ME")]: {} } } } }),
    dotenv: "ME=1",
  },
  {
    name: "the configuration's own variables",
    text: json({
      env: { vars: { A: "vars", B: "vars" }, A: "own" },
      logging: { file: `/${v("A")}/${v("B")}` },
    }),
  },
  {
    name: "its own variables that refer to others",
    text: json({ env: { vars: { A: `x${v("B")}`, B: "b" } }, logging: { file: `/${v("A")}/${v("B")}` } }),
  },
  {
    name: "its own variables below a dotenv file's",
    text: json({ env: { vars: { A: "vars", B: "vars" } }, logging: { file: `/${v("A")}/${v("B")}` } }),
    dotenv: "A=file\nB=\n",
  },
  {
    name: "the process's variables above all",
    text: json({ env: { vars: { A: "vars" } }, logging: { file: v("A") } }),
    dotenv: "A=file",
    env: { A: "/process" },
  },
  {
    name: "an empty variable of the process",
    text: json({ env: { vars: { A: "/vars" } }, logging: { file: v("A") } }),
    dotenv: "A=/file",
    env: { A: "" },
  },
  {
    name: "its own variables with odd names",
    text: json({
      env: { vars: { " A ": "/x", "B C": "y", OPENCLAW_INCLUDE_ROOTS: "/z" }, shellEnv: { enabled: false } },
      logging: { file: `${v("A")}${v("OPENCLAW_INCLUDE_ROOTS")}` },
    }),
  },
  {
    name: "a provider's older name",
    text: json({ logging: { file: `/${v("ZAI_API_KEY")}` } }),
    dotenv: "Z_AI_API_KEY=old",
  },
  {
    name: "a dotenv file with quotes, comments and lines",
    text: json({ logging: { file: `/${v("A")}/${v("B")}/${v("C")}/${v("D")}/${v("E")}` } }),
    dotenv: "export A='a b' # x\nB=\"b\\nc\"\nC=c#d\nD: d\nE=`e\nf`\nE2\n=x",
  },
  {
    name: "a dotenv file with one name twice",
    text: json({ logging: { file: v("A") } }),
    dotenv: "A=/one\nA=/two",
  },
  {
    name: "a dotenv file with Windows lines",
    text: json({ logging: { file: `/${v("A")}${v("B")}` } }),
    dotenv: "A=x\r\nB=y\r",
  },
  {
    name: "a dotenv file where it starts",
    text: json({ channels: { telegram: { dmPolicy: v("DM") } } }),
    startDotenv: "DM=open",
    dotenv: "DM=disabled",
    explained: "which names of that file count is not told",
  },
  {
    name: "names that an object has itself",
    text: '{gateway:{mode:"local"},"__proto__":{a:1},logging:{__proto__:{file:"/x"},level:"info"}}',
  },
];

const included = (config: object) => json(config);
const includes: WrittenConfig[] = [
  {
    name: "a file for a part",
    text: included({ channels: { $include: "./channels.json5" } }),
    files: { "channels.json5": "{telegram:{enabled:true}}" },
  },
  {
    name: "settings beside a file",
    text: included({ channels: { $include: "c.json5", telegram: { dmPolicy: "disabled" } } }),
    files: { "c.json5": "{telegram:{dmPolicy:'open',allowFrom:['*']}}" },
  },
  {
    name: "several files, the later over the earlier",
    text: included({ channels: { $include: ["a.json5", "b.json5"] } }),
    files: {
      "a.json5": "{telegram:{dmPolicy:'open',allowFrom:['1'],groups:{a:{}}}}",
      "b.json5": "{telegram:{dmPolicy:'pairing',allowFrom:['2'],groups:{b:{}}}}",
    },
  },
  {
    name: "lists beside a file's",
    text: included({ tools: { $include: "t.json5", deny: ["exec"] } }),
    files: { "t.json5": "{deny:['browser'],profile:'minimal'}" },
  },
  {
    name: "a file that is a list",
    text: included({ bindings: { $include: "b.json5" } }),
    files: { "b.json5": "[{agentId:'main',match:{channel:'telegram'}}]" },
  },
  {
    name: "two files that are lists",
    text: included({ bindings: { $include: ["b.json5", "b.json5"] } }),
    files: { "b.json5": "[{agentId:'main',match:{channel:'telegram'}}]" },
  },
  {
    name: "a file that is a word",
    text: included({ session: { dmScope: { $include: "s.json5" } } }),
    files: { "s.json5": "'main'" },
  },
  {
    name: "a file of files",
    text: included({ agents: { $include: "a/agents.json5" } }),
    files: {
      "a/agents.json5": "{defaults:{$include:'./deep/d.json5'}}",
      "a/deep/d.json5": "{workspace:'~/w'}",
    },
  },
  {
    name: "everything in a file",
    text: '{$include:"./all.json5"}',
    files: { "all.json5": json({ logging: { level: "info" } }) },
  },
  {
    name: "everything in two files and itself",
    text: '{$include:["a.json5","b.json5"],logging:{level:"warn"}}',
    files: {
      "a.json5": json({ logging: { level: "info", file: "/a" } }),
      "b.json5": "{session:{dmScope:'main'},logging:{file:'/b'}}",
    },
  },
  {
    name: "files in a list",
    text: included({ bindings: [{ $include: "b1.json5" }, { $include: "b2.json5", agentId: "main" }] }),
    files: {
      "b1.json5": "{agentId:'main',match:{channel:'slack'}}",
      "b2.json5": "{match:{channel:'telegram'}}",
    },
  },
  { name: "an empty list of files", text: included({ logging: { $include: [], level: "info" } }) },
  {
    name: "variables in a file",
    text: included({ channels: { $include: "c.json5" } }),
    files: { "c.json5": `{telegram:{dmPolicy:"${v("DM")}",allowFrom:["*"]}}` },
    dotenv: "DM=open",
  },
  {
    name: "variables of a file's own",
    text: included({ $include: "env.json5", logging: { file: v("A") } }),
    files: { "env.json5": "{env:{vars:{A:'/a'}}}" },
  },
  {
    name: "a variable in a file's name, which is none",
    text: included({ logging: { $include: `${v("A")}.json5` } }),
    files: { "x.json5": "{level:'info'}" },
    dotenv: "A=x",
  },
  {
    name: "one file for each of 35 agents",
    text: included({
      agents: {
        ownership: "explicit",
        entries: Object.fromEntries(
          Array.from({ length: 35 }, (_, at) => [`client${at}`, { $include: `./client${at}.json5` }]),
        ),
      },
    }),
    files: Object.fromEntries(
      Array.from({ length: 35 }, (_, at) => [`client${at}.json5`, `{workspace:'~/w${at}'}`]),
    ),
  },
  { name: "files ten deep", text: included({ logging: { $include: "1.json5" } }), files: deep(10) },
  { name: "files eleven deep", text: included({ logging: { $include: "1.json5" } }), files: deep(11) },
  {
    name: "a circle of two",
    text: '{$include:"./loop.json5",gateway:{mode:"local"}}',
    files: { "loop.json5": '{$include:"./openclaw.json"}' },
  },
  {
    name: "a file that includes itself",
    text: included({ logging: { $include: "l.json5" } }),
    files: { "l.json5": "{level:'info',x:{$include:'./sub/../l.json5'}}" },
  },
  { name: "a file that is not there", text: included({ logging: { $include: "none.json5" } }) },
  {
    name: "a file that is no JSON5",
    text: included({ logging: { $include: "l.json5" } }),
    files: { "l.json5": "{level:" },
  },
  {
    name: "a file outside the configuration's directory",
    text: included({ logging: { $include: "../state/l.json5" } }),
    elsewhere: { "state/l.json5": "{level:'info'}" },
  },
  {
    name: "a file where includes are let in besides",
    text: included({ logging: { $include: "../home/parts/l.json5" } }),
    elsewhere: {
      "home/parts/l.json5": "{level:'info',x:{$include:'./m.json5'}}",
      "home/parts/m.json5": "[1]",
    },
    dotenv: "OPENCLAW_INCLUDE_ROOTS=~/parts",
  },
  {
    name: "a directory for a file",
    text: included({ logging: { $include: "./d" } }),
    files: { "d/l.json5": "{}" },
  },
  { name: "a name with a zero byte", text: included({ logging: { $include: "l\0.json5" } }) },
  {
    name: "one file in two places",
    text: included({ logging: { $include: "l.json5" }, session: { $include: "l.json5" } }),
    files: { "l.json5": "{a:{b:[1]}}" },
  },
  {
    name: "a name written in another way",
    text: '{gateway:{mode:"local"},logging:{"\\u0024incl\\u0075de":"l.json5"}}',
    files: { "l.json5": "{level:'info'}" },
  },
  {
    name: "one name twice",
    text: "{gateway:{mode:'local'},logging:{level:'info'},logging:{file:'/x'}}",
  },
  { name: "a number for a file", text: included({ logging: { $include: 7 } }) },
  {
    name: "a number in the list of files",
    text: included({ logging: { $include: ["l.json5", 7] } }),
    files: { "l.json5": "{}" },
  },
  {
    name: "settings beside a file that is a list",
    text: included({ logging: { $include: "l.json5", level: "info" } }),
    files: { "l.json5": "[1]" },
  },
  {
    name: "a file larger than OpenClaw takes",
    text: included({ logging: { $include: "l.json5" } }),
    files: { "l.json5": `{level:'info'}${" ".repeat(2 * 1024 * 1024)}` },
  },
  {
    name: "names that an object has itself, in a file",
    text: included({ logging: { $include: "l.json5", level: "info" } }),
    files: { "l.json5": '{"constructor":{a:1},b:{"prototype":1},"__proto__":{c:1}}' },
  },
  {
    name: "a link to a file",
    text: included({ logging: { $include: "l.json5" } }),
    files: { "real.json5": "{level:'info'}" },
    links: { "l.json5": "real.json5" },
    explained: "the agent follows no links in a tenant's tree",
  },
  { name: "no JSON5 at all", text: "{gateway:" },
];

function deep(levels: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: levels }, (_, at) => [
      `${at + 1}.json5`,
      at + 1 === levels ? "{level:'info'}" : `{$include:"./${at + 2}.json5"}`,
    ]),
  );
}

const agents: WrittenConfig[] = [
  { name: "no agents", text: json({}) },
  { name: "no agents, explicitly", text: json({ agents: { ownership: "explicit" } }) },
  { name: "an empty list of agents", text: json({ agents: { entries: {} } }) },
  {
    name: "several agents",
    text: json({
      agents: {
        ownership: "explicit",
        entries: {
          main: {},
          acme: { workspace: "~/acme" },
          beta: { workspace: "/srv/beta", tools: { deny: ["exec"] } },
        },
      },
      bindings: [
        { agentId: "acme", match: { channel: "telegram", accountId: "acme" } },
        { agentId: "beta", match: { channel: "slack", teamId: "T1" } },
      ],
    }),
  },
  {
    name: "the older list of agents",
    text: json({
      agents: {
        list: [
          { id: "main", default: true },
          { id: "work", workspace: "~/w" },
        ],
      },
      channels: { telegram: { enabled: true } },
    }),
  },
  {
    name: "the older list without a default",
    text: json({ agents: { list: [{ id: "one" }, { id: "two" }] } }),
  },
  {
    name: "the older mark of a default",
    text: json({
      agents: { entries: { a: { default: true }, b: {} } },
      channels: { telegram: {}, slack: {} },
      bindings: [{ agentId: "b", match: { channel: "slack", accountId: "*" } }],
    }),
  },
  {
    name: "heartbeats, sandboxes and models of agents",
    text: json({
      agents: {
        defaults: {
          heartbeat: { every: "30m" },
          sandbox: { mode: "non-main" },
          model: { primary: "anthropic/x" },
        },
        entries: {
          main: {},
          ops: { heartbeat: { every: "1h", target: "telegram" }, subagents: { allowAgents: ["*"] } },
        },
      },
    }),
  },
];

const channels: WrittenConfig[] = [
  {
    name: "telegram with topics",
    text: json({
      agents: { ownership: "explicit", entries: { main: {}, a: {}, b: {} } },
      channels: {
        telegram: {
          groupPolicy: "allowlist",
          groupAllowFrom: ["1"],
          groups: {
            "-100": { requireMention: false, topics: { "5": { agentId: "a" }, "9": { agentId: "b" } } },
          },
        },
      },
    }),
  },
  {
    name: "telegram with accounts",
    text: json({
      channels: {
        telegram: {
          defaultAccount: "one",
          accounts: {
            one: { botToken: v("ONE"), dmPolicy: "allowlist", allowFrom: ["1"] },
            two: { botToken: v("TWO"), groupPolicy: "open" },
          },
        },
      },
    }),
    dotenv: "ONE=1:a\nTWO=2:b",
  },
  {
    name: "discord with guilds",
    text: json({
      channels: {
        discord: {
          token: v("D"),
          groupPolicy: "allowlist",
          guilds: {
            "1": { users: ["2"], channels: { help: { enabled: true, requireMention: true } } },
            "*": { requireMention: true },
          },
          dm: { policy: "open", allowFrom: ["*"] },
        },
      },
    }),
    dotenv: "D=x",
  },
  {
    name: "slack with channels",
    text: json({
      channels: {
        slack: {
          botToken: v("B"),
          appToken: v("A"),
          channels: { "#general": { enabled: true, users: ["U1"] } },
        },
      },
    }),
    dotenv: "B=xoxb\nA=xapp",
  },
  {
    name: "whatsapp and signal",
    text: json({
      channels: {
        whatsapp: { dmPolicy: "allowlist", allowFrom: ["+1"], groups: { "*": { requireMention: true } } },
        signal: { account: "+2", groupPolicy: "disabled" },
      },
    }),
  },
  {
    name: "matrix, iMessage and Teams",
    text: json({
      channels: {
        matrix: { homeserver: "https://m.example.test", accessToken: v("M"), groupPolicy: "open" },
        imessage: { cliPath: "imsg", groupAllowFrom: ["chat_id:1"] },
        msteams: { appId: "a", appPassword: v("T"), groupPolicy: "open" },
      },
    }),
    dotenv: "M=m\nT=t",
  },
  {
    name: "defaults of all channels",
    text: json({
      channels: {
        defaults: { groupPolicy: v("G"), dmPolicy: "open" },
        telegram: {},
        modelByChannel: { telegram: { "*": "x/y" } },
      },
    }),
    dotenv: "G=open",
  },
  {
    name: "broadcast and a2a",
    text: json({
      agents: { ownership: "explicit", entries: { a: {}, b: {} } },
      broadcast: { strategy: "parallel", "telegram:-1": { agents: ["a", "b"] }, "1@g.us": ["a", "b"] },
      channels: { a2a: { exposeAgents: ["a"] } },
    }),
  },
];

const rest: WrittenConfig[] = [
  {
    name: "hooks with mappings",
    text: json({
      hooks: {
        enabled: true,
        token: v("H"),
        path: "/hooks",
        allowedAgentIds: ["main"],
        presets: ["gmail"],
        mappings: [
          {
            match: { path: "gmail" },
            action: "agent",
            agentId: "main",
            messageTemplate: "New mail from {{messages[0].from}} $${X}",
          },
        ],
      },
    }),
    dotenv: "H=h",
  },
  {
    name: "MCP servers",
    text: json({
      mcp: {
        servers: {
          crm: { url: "https://mcp.example.test", headers: { Authorization: `Bearer ${v("C")}` } },
          fs: { command: "npx", args: ["-y", "server", v("DIR")], env: { API_KEY: v("C") } },
        },
      },
    }),
    dotenv: "C=c\nDIR=/srv",
  },
  {
    name: "model providers",
    text: json({
      models: {
        mode: "merge",
        providers: {
          openai: { baseUrl: "https://api.openai.com/v1", apiKey: v("OPENAI_API_KEY"), models: [] },
          local: {
            baseUrl: `http://127.0.0.1:${v("PORT")}/v1`,
            apiKey: { source: "env", provider: "default", id: "K" },
            models: [{ id: "m", name: "M" }],
          },
        },
      },
    }),
    dotenv: "OPENAI_API_KEY=sk\nPORT=1234\nK=k",
  },
  {
    name: "browsers",
    text: json({
      browser: {
        enabled: true,
        defaultProfile: "work",
        profiles: { work: { cdpPort: 18900 }, remote: { cdpUrl: `wss://b.example.test?token=${v("T")}` } },
      },
    }),
    dotenv: "T=t",
  },
  {
    name: "a browser of another address",
    text: json({
      browser: { cdpUrl: "http://10.0.0.5:9222", attachOnly: true, profiles: { second: { cdpPort: 9333 } } },
    }),
  },
  { name: "a browser of the person's own", text: json({ browser: { defaultProfile: "user" } }) },
  {
    name: "plugins and skills",
    text: json({
      plugins: {
        allow: ["telegram"],
        entries: {
          "voice-call": { enabled: true, config: { agentId: "main", twilio: { authToken: v("TW") } } },
        },
      },
      skills: { entries: { notion: { apiKey: v("N"), env: { X: v("TW") } } } },
    }),
    dotenv: "TW=tw\nN=n",
  },
  {
    name: "search, speech and talk",
    text: json({
      tools: { web: { search: { provider: "brave", apiKey: v("B") } } },
      talk: { agentId: "main", providers: { elevenlabs: { apiKey: v("E") } } },
    }),
    dotenv: "B=b\nE=e",
  },
  {
    name: "the OpenAI-compatible API",
    text: json({
      gateway: {
        ...gateway,
        port: 19_100,
        http: { endpoints: { chatCompletions: { enabled: true }, responses: { enabled: true } } },
      },
    }),
  },
  { name: "no bind", text: "{gateway:{mode:'local'}}" },
  { name: "no bind behind Tailscale", text: "{gateway:{mode:'local',tailscale:{mode:'serve'}}}" },
  {
    name: "a long list of models",
    text: json({
      models: {
        providers: {
          big: {
            baseUrl: "https://x.example.test",
            apiKey: v("K"),
            models: Array.from({ length: 8000 }, (_, at) => ({
              id: `m${at}`,
              name: `Model number ${at}`,
              contextWindow: 200_000,
              maxTokens: 64_000,
              cost: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
              input: ["text", "image"],
            })),
          },
        },
      },
    }),
    dotenv: "K=k",
  },
];

export const writtenConfigs: readonly WrittenConfig[] = [
  ...variables,
  ...includes,
  ...agents,
  ...channels,
  ...rest,
];
