/**
 * A line of the log as a person at a terminal reads it.
 *
 * @module
 */

/** Of a value, in characters. */
const LONGEST = 120

const LEVELS: Readonly<Record<string, string>> = {
  fatal: 'Fatal',
  error: 'Error',
  warn: 'Warning',
  info: 'Info',
}

/**
 * @param line one JSON object, as `createLogger` writes it
 * @returns the line itself when it is something else
 * @example
 * readableLine('{"level":"warn","time":"2026-11-30T19:51:03.120Z","port":8000,"msg":"the port is taken"}\n')
 * // '19:51:03 Warning: the port is taken (port 8000)\n'
 */
export function readableLine(line: string): string {
  const entry = parsed(line)
  if (!entry) return line
  const { level, time, msg, err, ...about } = entry
  const cause = (err as { message?: unknown } | undefined)?.message
  const details = Object.entries(about).flatMap(([name, value]) => shown(name, value))
  const causes = typeof cause === 'string' && cause !== msg ? [cause.split('\n', 1)[0] ?? ''] : []
  const more = [...causes, ...details].map((text) => text.slice(0, LONGEST))
  const at = typeof time === 'string' ? `${time.slice(11, 19)} ` : ''
  const said = `${LEVELS[String(level)] ?? level}: ${msg ?? cause ?? ''}`
  const words = `${at}${said}${more.length > 0 ? ` (${more.join(', ')})` : ''}`
  // A terminal obeys control characters.
  return `${words.replaceAll(/\p{Cc}/gu, ' ')}\n`
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'level' in entry
      ? (entry as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function shown(name: string, value: unknown): string[] {
  const isShort = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isShort ? [`${name} ${value}`] : []
}
