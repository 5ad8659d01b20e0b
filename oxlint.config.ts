import { defineConfig } from 'oxlint';

/** Style and correctness. Which folder may import which is `build/walls/`. */
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'react', 'promise', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist', 'out', 'node_modules'],
  rules: {
    'no-console': 'error',
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'no-shadow': 'off',
    'no-await-in-loop': 'off',
    'react/react-in-jsx-scope': 'off',
    // An effect may run for a reason that it does not read.
    'react/exhaustive-effect-dependencies': 'off',
    'react/preserve-manual-memoization': 'off',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }],
    // The 抖音 page names its streams `_message$`.
    'no-underscore-dangle': 'off',
    // The compiler's noImplicitReturns knows that an exhaustive switch returns.
    'consistent-return': 'off',
    'promise/always-return': 'off',
    'import/no-named-as-default-member': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    {
      files: ['build/**', '*.config.ts', '**/vite.*.ts', 'tests/**'],
      rules: { 'no-console': 'off', 'import/no-default-export': 'off' },
    },
  ],
});
