/**
 * Writes lines to the standard output. When its disk is full, or its reader is slow or gone, lines are lost and the process
 * goes on.
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
  const waiting: Buffer[] = []
  let size = 0
  let lost = 0
  let retry: NodeJS.Timeout | undefined

  const flush = () => {
    retry = undefined
    try {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const taken = write(next)
        size -= taken
        if (taken < next.length) waiting[0] = next.subarray(taken)
        else waiting.shift()
      }
    } catch (error) {
      if (isSlow(error)) retry ??= setTimeout(flush, PAUSE).unref()
      else {
        lost += waiting.length
        size = 0
        waiting.length = 0
      }
    }
  }
  process.once('exit', flush)

  const add = (line: string) => {
    const bytes = Buffer.from(line)
    waiting.push(bytes)
    size += bytes.length
    if (!retry) flush()
  }
  return {
    write(line) {
      if (size + line.length > MOST) {
        lost += 1
        return
      }
      const before = lost
      add(line)
      const hasRoom = before > 0 && lost === before && size === 0
      if (!hasRoom) return
      lost = 0
      add(`${JSON.stringify({ level: 'warn', time: new Date().toISOString(), lost: before, msg: LOST })}\n`)
    },
  }
}

const LOST = 'lines of the log could not be written'

function isSlow(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'EAGAIN' || code === 'EBUSY' || code === 'EINTR'
}
