/**
 * The offline Stripe as a process: `node main.js --port 12111 --data data/stripe.sqlite`.
 *
 * Prints one line of JSON, `{"url": "..."}`, once it answers; or one line that says why it cannot start, with exit status 1.
 * With HTTPS, `"ca"` in the line names the file with the authority that clients have to trust. While it runs,
 * `<file>.address` beside its data holds the same line, for other programs. Stops on SIGINT and SIGTERM, and when the process
 * that started it with an IPC channel ends.
 *
 * @module
 */
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type OfflineStripe, startOfflineStripe } from './start.ts'

const DEFAULT_PORT = 12111
const USAGE =
  'Usage: stripe-connect offline-stripe [--port 12111] [--host 127.0.0.1] [--data <file>] [--https]'

interface Arguments {
  port: number
  host: string
  file?: string
  https: boolean
}

await run()

async function run(): Promise<void> {
  const given = readArguments()
  if (typeof given === 'string') {
    end(given)
    return
  }
  try {
    const offlineStripe = await startOfflineStripe(given)
    const ca = await keepAuthority(offlineStripe, given.file)
    const line = `${JSON.stringify({ url: offlineStripe.url, ca })}\n`
    const address = `${given.file}.address`
    // Without this file other programs think that the offline Stripe is stopped, and nothing worse happens.
    if (given.file !== undefined) await writeFile(address, line).catch(() => undefined)
    const stop = async () => {
      // Before the data is free for another process, which writes its own address.
      if (given.file !== undefined) await rm(address, { force: true }).catch(() => undefined)
      if (ca !== undefined) await rm(ca, { force: true }).catch(() => undefined)
      await offlineStripe.close()
      process.exit(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
    process.once('disconnect', () => void stop())
    process.stdout.write(line)
  } catch (error) {
    end(reason(error, given))
  }
}

/** Writes the authority of HTTPS to a file. @returns its path; undefined without HTTPS */
async function keepAuthority(
  { ca, url }: OfflineStripe,
  file: string | undefined,
): Promise<string | undefined> {
  if (ca === undefined) return undefined
  const path = resolve(file ?? join(tmpdir(), `offline-stripe-${new URL(url).port}`))
  await writeFile(`${path}.ca.pem`, ca)
  return `${path}.ca.pem`
}

/** The arguments, or a sentence on what is wrong with them. */
function readArguments(): Arguments | string {
  try {
    const { values } = parseArgs({
      options: {
        ...{ port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' } },
        https: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port ?? DEFAULT_PORT)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `--port must be a number from 0 to 65535, not ${values.port}. ${USAGE}`
    }
    const { host = '127.0.0.1', data: file, https } = values
    return { port, host, https, ...(file !== undefined && { file }) }
  } catch (error) {
    return `${messageOf(error)} ${USAGE}`
  }
}

function reason(error: unknown, { host, port, file }: Arguments): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') return `The offline Stripe cannot listen on ${host}:${port}: the port is in use.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return `The offline Stripe cannot listen on ${host}:${port}: ${messageOf(error)}`
  }
  if (code === 'SQLITE_BUSY')
    return `The offline Stripe cannot use the file ${file}: another one uses it. Stop that one, or choose another folder.`
  if (file !== undefined) return `The offline Stripe cannot use the file ${file}: ${messageOf(error)}`
  return `The offline Stripe cannot start: ${messageOf(error)}`
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ')
}

function end(problem: string): void {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 1
}
