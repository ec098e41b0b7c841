import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// One script and one style sheet with fixed names, for reports (`vite build`) and for the pages of a server (`--mode
// serve`): the program embeds them, and a rebuild of unchanged sources gives the same bytes, so the committed files can be
// checked for freshness.
export default defineConfig(({ mode }) => {
  const name = mode === "serve" ? "serve" : "report";
  return {
    plugins: [svelte({ compilerOptions: { css: "external" } })],
    build: {
      target: "es2022",
      outDir: "dist",
      emptyOutDir: false,
      sourcemap: false,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: name === "serve" ? "src/serve.ts" : "src/main.ts",
        output: {
          format: "iife",
          entryFileNames: `${name}.js`,
          assetFileNames: `${name}.[ext]`,
        },
      },
    },
  };
});
