/**
 * Prints the closing line of a CI run from all of vitest's reports, and fails when a test failed or was skipped, or when a
 * report is missing or empty: `node .ci/count.mjs artifacts/tests.json ...`.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const totals = { passed: 0, failed: 0, skipped: 0 }
for (const file of process.argv.slice(2)) {
  const counted = count(file)
  for (const outcome of Object.keys(totals)) totals[outcome] += counted[outcome]
}
const { passed, failed, skipped } = totals
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
process.exit(failed > 0 || skipped > 0 || passed === 0 ? 1 : 0)

/** A missing report, or a report without tests, counts as one failure. */
function count(file) {
  const name = path.basename(file, '.json')
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  if (!report || report.numTotalTests === 0) {
    process.stdout.write(`No tests were reported: ${name}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  let failed = 0
  for (const { status, name: testFile, assertionResults } of report.testResults) {
    // The file could not be loaded, or a hook around its tests failed.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      process.stdout.write(`Failed in ${name}: ${testFile}\n`)
      failed += 1
    }
    for (const test of assertionResults) {
      if (test.status === 'passed') continue
      process.stdout.write(
        `${test.status === 'failed' ? 'Failed' : 'Skipped'} in ${name}: ${test.fullName}\n`,
      )
      // Messages are printed here too, because a log may be cut to its end.
      for (const message of test.failureMessages) process.stdout.write(indented(message))
    }
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The beginning of an error message, before its stack. */
function indented(message) {
  const lines = message.split('\n').slice(0, 20)
  return `${lines.map((line) => `    ${line}`).join('\n')}\n`
}
