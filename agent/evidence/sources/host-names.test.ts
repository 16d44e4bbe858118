import { expect, test } from "vitest";
import { createHostNames } from "./host-names.ts";

const asked: string[] = [];
const names = createHostNames({
  addresses: ["127.0.0.1", "::1", "10.0.0.5", "fe80::1%eth0", "2001:db8::5"],
  names: ["Box"],
  hosts: "127.0.1.1 box.example box # this host\n10.0.0.5\tpanel.lan\n203.0.113.7 cloud.lan\nnonsense x\n",
  async resolve(name) {
    asked.push(name);
    if (name === "here.example") return ["10.0.0.5"];
    if (name === "browser.example") return ["203.0.113.9", "203.0.113.7", "2001:DB8:0::7"];
    throw new Error("ENOTFOUND");
  },
});

const here = ["127.0.0.1:9222"];

test.each([
  "http://localhost:9222/json",
  "http://LocalHost.:9222",
  "http://a.localhost:9222",
  "ws://127.0.0.2:9222/devtools/browser/x",
  "http://127.1:9222",
  "http://127.0.0.1.:9222",
  "http://2130706433:9222",
  "http://0x7f000001:9222",
  "http://0177.0.0.1:9222",
  "http://0.0.0.0:9222",
  "http://0:9222",
  "http://user:word@127.0.0.1:9222",
  "http:127.0.0.1:9222",
  "http://%6cocalhost:9222",
  "http://１２７.0.0.1:9222",
  "cdp://LOCALHOST:9222",
  "127.0.0.1:9222",
  "[::1]:9222",
  "http://[::]:9222",
  "http://[0:0:0:0:0:0:0:1]:9222",
  "http://[::ffff:127.0.0.1]:9222",
  "http://[::FFFF:7f00:1]:9222",
  "http://10.0.0.5:9222",
  "http://[::ffff:10.0.0.5]:9222",
  "http://[2001:DB8::0:5]:9222",
  "http://box:9222",
  "http://BOX.:9222",
])("knows this host as %s", async (address) => {
  expect(await names.endpointsOf(address)).toEqual(here);
});

test.each([
  ["http://box.example:9222", ["127.0.0.1:9222", "box.example:9222"]],
  ["http://panel.lan:9222", ["127.0.0.1:9222", "panel.lan:9222"]],
  ["http://here.example.:9222", ["127.0.0.1:9222", "here.example:9222"]],
  ["http://cloud.lan:9222", ["cloud.lan:9222", "203.0.113.7:9222"]],
  [
    "wss://Browser.Example./x",
    ["browser.example:443", "203.0.113.7:443", "203.0.113.9:443", "[2001:db8::7]:443"],
  ],
  ["http://3405803783:80", ["203.0.113.7:80"]],
  ["http://[::ffff:203.0.113.7]", ["203.0.113.7:80"]],
  ["https://nobody.example", ["nobody.example:443"]],
  ["http://", null],
  ["", null],
])("tells of %s everything that it leads to", async (address, endpoints) => {
  expect(await names.endpointsOf(address)).toEqual(endpoints);
});

test("asks for a name once", async () => {
  const before = asked.length;
  for (const port of [1, 2, 3]) await names.endpointsOf(`http://once.example:${port}`);
  expect(asked.slice(before)).toEqual(["once.example"]);
});
