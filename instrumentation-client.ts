import { z } from "zod";

// Run by Next in the browser before anything of the page. Zod would try whether it may make programs out
// of text, which no page of ours may, and each try would be told as an attack.
z.config({ jitless: true });
