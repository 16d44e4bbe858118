import path from "node:path";
import { Font } from "@react-pdf/renderer";

let isRegistered = false;

/** Registers the fonts that come with the `geist` package; the PDF's built-in ones can't write beyond Latin-1. */
export function registerReportFonts() {
  if (isRegistered) return;
  const folder = path.join(process.cwd(), "node_modules/geist/dist/fonts");
  Font.register({
    family: "Geist",
    fonts: [
      { src: path.join(folder, "geist-sans/Geist-Regular.ttf"), fontWeight: 400 },
      { src: path.join(folder, "geist-sans/Geist-SemiBold.ttf"), fontWeight: 600 },
    ],
  });
  Font.register({
    family: "Geist Mono",
    fonts: [{ src: path.join(folder, "geist-mono/GeistMono-Regular.ttf"), fontWeight: 400 }],
  });
  Font.registerHyphenationCallback((word) => (word.length > 24 ? word.split(/(?<=[/\-_.:])/) : [word]));
  isRegistered = true;
}
