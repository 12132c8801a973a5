import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { StorageError } from '../storage-error.ts'
import { EARLIER_TABLES, type EarlierBatch, type EarlierObject, toEarlierRow } from './earlier-rows.ts'

/** Rows at a time. */
const AT_ONCE = 100

// The path works in the sources and in the build.
const SCRIPT = fileURLToPath(new URL(`./file.process${path.extname(import.meta.url)}`, import.meta.url))

/** What the process prints of one row. */
type Printed = [object: EarlierObject, row: Record<string, unknown>]

/**
 * The tenant's rows in a file that another SQLite library has open in this process. Two libraries undo each other's locks, so
 * another process reads the file, and only reads.
 *
 * @returns undefined when the file has no tables of the earlier module
 * @throws StorageError when the file cannot be read, also while its rows are read
 */
export async function earlierRowsIn(
  file: string,
  appid: string,
): Promise<AsyncIterable<EarlierBatch> | undefined> {
  const printed = linesOf(file, appid)
  const { value: isFound } = await printed.next()
  if (isFound === true) return batchesOf(printed as AsyncIterable<Printed>, appid)
  await printed.return(undefined)
  return undefined
}

async function* batchesOf(printed: AsyncIterable<Printed>, appid: string): AsyncIterable<EarlierBatch> {
  let batch: EarlierBatch | undefined
  for await (const [object, raw] of printed) {
    const table = EARLIER_TABLES.find((each) => each.object === object)
    const row = table && toEarlierRow(table, raw, appid)
    if (!row) continue
    if (batch && (batch.object !== object || batch.rows.length === AT_ONCE)) {
      yield batch
      batch = undefined
    }
    batch ??= { object, rows: [] }
    batch.rows.push(row)
  }
  if (batch) yield batch
}

/** What the process prints, line by line, up to the last one. */
async function* linesOf(file: string, appid: string): AsyncGenerator<unknown, undefined> {
  const { PATH, NODE_ENV } = process.env
  const child = spawn(process.execPath, [SCRIPT, path.resolve(file), appid], {
    env: { PATH, NODE_ENV },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const ended = once(child, 'close').catch((error: Error) => {
    complaint = error.message
  })
  let isWhole = false
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const said: unknown = JSON.parse(line)
      if (said === null) isWhole = true
      else yield said
    }
    await ended
  } finally {
    child.kill('SIGKILL')
  }
  if (isWhole) return undefined
  const reason = complaint.trim().split('\n').at(-1) || 'the process that reads them ended'
  throw new StorageError(`The earlier module’s rows in ${file} cannot be read: ${reason}.`)
}
