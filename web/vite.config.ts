import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// One script and one style sheet with fixed names: the report program inlines both, and a rebuild
// of unchanged sources gives the same bytes, so the committed files can be checked for freshness.
export default defineConfig({
  plugins: [svelte({ compilerOptions: { css: "external" } })],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: "src/main.ts",
      output: {
        format: "iife",
        entryFileNames: "report.js",
        assetFileNames: "report.[ext]",
      },
    },
  },
});
