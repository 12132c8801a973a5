/** The CPU and memory that a process uses. Only Linux tells; elsewhere the numbers are NaN. */
import { readFileSync } from 'node:fs'

/** @returns microseconds of CPU; NaN too for a process that has ended */
export function usageOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []
  // The kernel counts hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** @returns megabytes of resident memory */
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
