/**
 * Prints the closing line of a CI run from vitest's reports, counted together, and fails when a test failed or was
 * skipped, or when a report says nothing: `node .ci/count.mjs artifacts/tests.json ...`.
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

/** A run that wrote no report, or reports no test, counts as one failure. */
function count(file) {
  const name = path.basename(file, '.json')
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  if (!report || report.numTotalTests === 0) {
    process.stdout.write(`No tests were reported: ${name}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  let failed = 0
  for (const { status, name: testFile, assertionResults } of report.testResults) {
    // It could not be loaded, or what it does before or after its tests failed.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      process.stdout.write(`Failed in ${name}: ${testFile}\n`)
      failed += 1
    }
    for (const test of assertionResults) {
      if (test.status === 'passed') continue
      process.stdout.write(
        `${test.status === 'failed' ? 'Failed' : 'Skipped'} in ${name}: ${test.fullName}\n`,
      )
      // Here too: of a long log only the end may have been kept.
      for (const message of test.failureMessages) process.stdout.write(indented(message))
    }
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The beginning of what went wrong, which a stack follows. */
function indented(message) {
  const lines = message.split('\n').slice(0, 20)
  return `${lines.map((line) => `    ${line}`).join('\n')}\n`
}
