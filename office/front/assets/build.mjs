// Bundles the browser libraries (one file per entry) and lays out the fonts: woff2 for the screen, TTF for PDFs.
//
// Into office/front/static/bundled/ and fonts/, both ignored by git. Run by `make assets` after `npm ci`. Each folder is
// built beside the old one and swapped in, so a build cut short leaves no half of it.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const root = join(here, "..", "..", "..");

const SCREEN = ["source-serif-4", "source-sans-3"];
const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];

// Source carries running text and titles; the Noto families only stand in for scripts it does not have.
const UPRIGHT_AND_ITALIC = ["400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic", "700Bold"];
const PRINT = {
  "source-serif-4": UPRIGHT_AND_ITALIC,
  "source-sans-3": UPRIGHT_AND_ITALIC,
  "noto-naskh-arabic": ["400Regular", "600SemiBold"],
  "noto-sans-ethiopic": ["400Regular", "600SemiBold"],
  "noto-sans-sc": ["400Regular"],
  "noto-sans-jp": ["400Regular"],
  "noto-sans-kr": ["400Regular"],
};

function swapIn(folder, fill) {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  return Promise.resolve(fill(fresh)).then(() => {
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
}

function screenFonts(folder) {
  mkdirSync(folder);
  const rules = [];
  for (const family of SCREEN) {
    const source = join(modules, "@fontsource-variable", family);
    copyFileSync(join(source, "LICENSE"), join(folder, `${family}.LICENSE`));
    for (const sheet of ["wght.css", "wght-italic.css"]) {
      for (const [rule] of readFileSync(join(source, sheet), "utf8").matchAll(/@font-face \{[^}]*\}/g)) {
        const file = rule.match(/url\(\.\/files\/([^)]+)\)/)[1];
        if (!SUBSETS.some((subset) => file.startsWith(`${family}-${subset}-wght-`))) continue;
        copyFileSync(join(source, "files", file), join(folder, file));
        rules.push(rule.replace("./files/", "./"));
      }
    }
  }
  writeFileSync(join(folder, "fonts.css"), `${rules.join("\n\n")}\n`);
}

await swapIn(join(root, "office", "front", "static", "bundled"), async (folder) => {
  const entries = readdirSync(join(here, "entries")).filter((name) => name.endsWith(".js"));
  await build({
    absWorkingDir: here,
    entryPoints: entries.map((name) => join(here, "entries", name)),
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    legalComments: "linked",
    logLevel: "warning",
  });
  screenFonts(join(folder, "fonts"));
  console.log(`bundled ${entries.map((name) => basename(name, ".js")).join(", ")}`);
});

await swapIn(join(root, "fonts"), (folder) => {
  for (const [family, weights] of Object.entries(PRINT)) {
    const source = join(modules, "@expo-google-fonts", family);
    copyFileSync(join(source, "LICENSE_FONT"), join(folder, `${family}.LICENSE`));
    for (const weight of weights) {
      const [file] = readdirSync(join(source, weight)).filter((name) => name.endsWith(".ttf"));
      copyFileSync(join(source, weight, file), join(folder, file));
    }
  }
  console.log(`fonts for ${Object.keys(PRINT).join(", ")}`);
});
