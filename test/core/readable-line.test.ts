import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogger } from '../../src/core/log.ts'
import { readableLine } from '../../src/core/readable-line.ts'

function lineOf(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  log(createLogger('trace', { write: (line: string) => lines.push(line) }))
  return readableLine(lines.join(''))
}

test('says when, how bad, what, and the facts beside it', () => {
  expect(lineOf((log) => log.warn({ port: 8000, list: ['a'] }, 'the port is taken'))).toMatch(
    /^\d\d:\d\d:\d\d Warning: the port is taken \(port 8000\)\n$/,
  )
})

test('says the cause, in one line and without a stack', () => {
  const line = lineOf((log) => log.error({ err: new Error('no answer\nat all') }, 'Stripe failed'))
  expect(line).toMatch(/^[^\n]*Error: Stripe failed \(no answer\)\n$/)
})

test('leaves alone text that the log did not write', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const line = `${JSON.stringify(value)}\n`
      if (typeof value !== 'object' || value === null || !('level' in value))
        expect(readableLine(line)).toBe(line)
    }),
  )
  expect(readableLine('Ctrl-C stops everything.\n')).toBe('Ctrl-C stops everything.\n')
})
