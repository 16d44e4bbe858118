import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { administer, readConnection, withDatabase } from "./connection.mjs";
import { readCharColumns, sendScriptsWhole } from "./whole-scripts.mjs";

/** Gives the engine its connections, and knows them all so that they can be closed. */
export class AdapterFactory extends PrismaPg {
  #url;
  #shadowUrl;
  #opened = [];

  constructor(prismaUrl, shadowUrl) {
    const { url, schema } = readConnection(prismaUrl);
    super({ connectionString: url, max: 1 }, { schema });
    this.#url = url;
    this.#shadowUrl = shadowUrl;
  }

  async connect() {
    const adapter = readCharColumns(sendScriptsWhole(await super.connect()));
    this.#opened.push(adapter);
    return adapter;
  }

  /** Also releases the engine's advisory lock, which would otherwise be waited for. */
  async close() {
    await Promise.all(this.#opened.splice(0).map((adapter) => adapter.underlyingDriver().end()));
  }

  /** The scratch database in which the engine replays migrations. */
  async connectToShadowDb() {
    if (this.#shadowUrl) return this.#emptied(this.#shadowUrl);
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await administer(this.#url, `CREATE DATABASE "${name}"`);
    const adapter = await new AdapterFactory(withDatabase(this.#url, name)).connect();
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await administer(this.#url, `DROP DATABASE "${name}" WITH (FORCE)`);
    };
    return adapter;
  }

  async #emptied(url) {
    const adapter = await new AdapterFactory(url).connect();
    await adapter.client.query("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
    return adapter;
  }
}
