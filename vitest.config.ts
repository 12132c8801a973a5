import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-set-up.ts',
    setupFiles: [
      'test/support/cheap-passwords.ts',
      'test/support/nothing-running.ts',
      'test/support/nothing-held.ts',
      'test/support/every-view-fits.ts',
      'test/support/every-answer-fits.ts',
    ],
    // The limits end a run that hangs. They measure nothing, and the busiest machine stays below them.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    // Files of one worker share the modules that they load: loading them, and compiling Stripe's specification, took
    // half of all the time. What a test changes in them it puts back.
    isolate: false,
    // Besides working, tests wait: for browsers, processes and clocks.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
})
