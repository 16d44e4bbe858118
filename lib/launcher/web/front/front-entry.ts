import { openFrontDoor } from "./open-front-door.ts";

// Imported by `node --import` before a server that is started by somebody else's program.
openFrontDoor(process.env);
