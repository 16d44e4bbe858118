import { ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";

/** Object identifiers of the catalogs' one-byte type "char" and of text. */
const charType = 18;
const textType = 25;

/**
 * Changes what adapter-pg does with a migration: it splits scripts at every
 * semicolon, which breaks functions, and runs the parts on a pool. Here they go
 * whole, over one connection.
 */
export function sendScriptsWhole(adapter) {
  adapter.executeScript = async function executeScript(script) {
    try {
      await this.client.query(script);
    } catch (error) {
      if (!error?.severity) this.onError(error);
      const { code, severity, message, detail, column, hint } = error;
      throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
    }
  };
  return adapter;
}

/** adapter-pg has no mapping for "char"; the engine reads it as a character. */
export function readCharColumns(adapter) {
  const { queryRaw, performIO } = adapter;
  adapter.queryRaw = async function readRaw(query) {
    let isChar = [];
    const asText = async (statement) => {
      const result = await performIO.call(this, statement);
      isChar = result.fields.map((field) => field.dataTypeID === charType);
      return { ...result, fields: result.fields.map(charAsText) };
    };
    const reader = Object.create(this, { performIO: { value: asText } });
    const result = await queryRaw.call(reader, query);
    const columnTypes = result.columnTypes.map((type, at) => (isChar[at] ? ColumnTypeEnum.Character : type));
    return { ...result, columnTypes };
  };
  return adapter;
}

function charAsText(field) {
  return field.dataTypeID === charType
    ? Object.assign(Object.create(field), { dataTypeID: textType })
    : field;
}
