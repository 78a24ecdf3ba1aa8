import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["benchmarks/", "build/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["convlib/widgets/static/**/*.js", "docs/static/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ["error", 12],
      "max-len": ["error", { code: 100 }],
      "no-unused-vars": ["error", { varsIgnorePattern: "^_$", argsIgnorePattern: "^_" }],
      "no-var": "error",
      "one-var": ["error", "never"],
      "prefer-const": "error",
    },
  },
];
