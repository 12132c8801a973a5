/**
 * The offline Stripe as a process: `node main.js --port 12111 --data data/stripe.sqlite`.
 *
 * Prints one line of JSON, `{"url": "..."}`, once it answers; or one line that says why it cannot start, with exit status 1.
 * With HTTPS, `"ca"` in the line names the file with the authority that clients have to trust. When it forwards events,
 * `"webhook_secret"` is what they are signed with. While it runs, `<file>.address` beside its data holds its address and
 * authority, for other programs. Stops on SIGINT and SIGTERM, and when the process that started it with an IPC channel ends.
 *
 * @module
 */
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Arguments, readArguments } from './command-line.ts'
import { type OfflineStripe, startOfflineStripe } from './start.ts'

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
    const { url, webhookSecret: webhook_secret } = offlineStripe
    const address = `${given.file}.address`
    // Without this file other programs think that the offline Stripe is stopped, and nothing worse happens.
    if (given.file !== undefined) await writeFile(address, lineOf({ url, ca })).catch(() => undefined)
    const stop = async () => {
      // Before the data is free for another process, which writes its own address.
      if (given.file !== undefined) await rm(address, { force: true }).catch(() => undefined)
      if (ca !== undefined) await rm(ca, { force: true }).catch(() => undefined)
      await offlineStripe.close()
      process.exit(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
    process.once('disconnect', () => void stop())
    process.stdout.write(lineOf({ url, ca, webhook_secret }))
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

function lineOf(facts: object): string {
  return `${JSON.stringify(facts)}\n`
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
