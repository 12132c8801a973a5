import { afterEach, expect, test, vi } from 'vitest'
import { standardOutput } from '../../src/core/standard-output.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A file or pipe that takes what it is told to. */
function place() {
  const taken: string[] = []
  const state = { fails: undefined as string | undefined, most: Number.POSITIVE_INFINITY }
  const write = (bytes: Buffer) => {
    if (state.fails) throw Object.assign(new Error(state.fails), { code: state.fails })
    const part = bytes.subarray(0, state.most)
    taken.push(part.toString())
    return part.length
  }
  return { state, output: standardOutput(write), text: () => taken.join('') }
}

test('lines are written whole, however little is taken at a time', () => {
  const { state, output, text } = place()
  state.most = 3
  output.write('one line\n')
  output.write('zwei Zeilen: ü\n')
  expect(text()).toBe('one line\nzwei Zeilen: ü\n')
})

test('a full disk loses lines, and says later how many', () => {
  const { state, output, text } = place()
  output.write('before\n')
  state.fails = 'ENOSPC'
  for (let at = 0; at < 3; at += 1) output.write('lost\n')
  state.fails = undefined
  output.write('after\n')
  expect(text()).toMatch(/^before\nafter\n\{.*"lost":3,.*\}\n$/)
  output.write('last\n')
  expect(text()).toMatch(/\}\nlast\n$/)
})

test('a reader that is slow gets the lines in order, and one that has stopped costs no more than a megabyte', () => {
  vi.useFakeTimers()
  const { state, output, text } = place()
  state.fails = 'EAGAIN'
  output.write('first\n')
  for (let at = 0; at < 3_000; at += 1) output.write(`${'x'.repeat(999)}\n`)
  state.fails = undefined
  vi.advanceTimersByTime(100)
  expect(text().startsWith('first\nxxx')).toBe(true)
  expect(text().length).toBeLessThanOrEqual(1024 * 1024)
  output.write('last\n')
  expect(text()).toMatch(/last\n\{.*"lost":\d+,.*\}\n$/)
})
