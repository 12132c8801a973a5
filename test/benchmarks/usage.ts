/** What a process takes of this machine. On another system than Linux nothing can be seen: NaN. */
import { readFileSync } from 'node:fs'

/** @returns microseconds of CPU; NaN for a process that has ended, too */
export function usageOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []
  // In hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** @returns megabytes that are resident */
export function memoryOf(pid: number): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]) / 1024
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
