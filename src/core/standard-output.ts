/**
 * Writes lines to the standard output, and loses them rather than stopping the process: its disk may be full, or whoever reads
 * it may have stopped or gone.
 *
 * @module
 */
import { writeSync } from 'node:fs'

/** Bytes of lines that wait for a slow reader. */
const MOST = 1024 * 1024
/** Milliseconds until a slow reader is tried again. */
const PAUSE = 100

interface Output {
  write(line: string): void
}

/**
 * @param write puts bytes out, and returns how many it took
 * @example
 * standardOutput().write('{"level":"info"}\n')
 */
export function standardOutput(write: (bytes: Buffer) => number = (bytes) => writeSync(1, bytes)): Output {
  let waiting: Buffer = Buffer.alloc(0)
  let lost = 0
  let retry: NodeJS.Timeout | undefined

  const flush = () => {
    retry = undefined
    try {
      while (waiting.length > 0) waiting = waiting.subarray(write(waiting))
    } catch (error) {
      if (isSlow(error)) retry ??= setTimeout(flush, PAUSE).unref()
      else lose(waiting)
    }
  }
  const lose = (bytes: Buffer) => {
    lost += bytes.toString('latin1').split('\n').length - 1
    if (bytes === waiting) waiting = Buffer.alloc(0)
  }
  process.once('exit', flush)

  return {
    write(line) {
      const bytes = Buffer.from(line)
      if (waiting.length + bytes.length > MOST) return lose(bytes)
      const before = lost
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes])
      if (!retry) flush()
      // There is room again.
      if (before > 0 && lost === before && waiting.length === 0) {
        lost = 0
        this.write(
          `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), lost: before, msg: 'lines of the log could not be written' })}\n`,
        )
      }
    },
  }
}

function isSlow(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'EAGAIN' || code === 'EBUSY' || code === 'EINTR'
}
