/**
 * The whole product as a person starts it: `start` in a new folder, with the offline Stripe, the embedded database and the
 * demo application server, each in its own process.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { recordAnswers } from '../offline-stripe/recorded-answers.ts'

const CLI = path.join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js')
const PACKAGE = '@layeredapps/stripe-connect'

const PROXY_FILES = [
  'x-has-active-stripe-account',
  'x-stripe-accounts',
  'x-stripe-accounts-active',
  'x-stripe-accounts-pending',
  'x-stripe-accounts-requiring',
].map((name) => `${PACKAGE}/src/proxy/${name}.js`)

export const serverFile = (name: string) => `${PACKAGE}/src/server/${name}.js`

export interface Marketplace {
  url: string
  /** Everything it printed. */
  output(): string
  /** Ends it as a power cut would: SIGKILL to it and to every process it started. */
  kill(): Promise<void>
  /** Starts it again in the same folder after `kill` or a stop. */
  start(): Promise<void>
  /** Ends it as Ctrl-C would: its child processes get the signal too. @returns its exit status */
  stop(): Promise<number | null>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

/**
 * A port for a server that starts later, or never. It is outside the range from which the system hands out free ports:
 * otherwise another test's server could take it in the meantime.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

/**
 * Starts it and waits until it says that it is ready. When it is removed, the answers of its offline Stripe are checked
 * against Stripe's specification.
 */
export async function startMarketplace(options: { server?: string[] } = {}): Promise<Marketplace> {
  const recording = await recordAnswers()
  const folder = mkdtempSync(path.join(tmpdir(), 'marketplace-'))
  const port = await freePort()
  const dashboard = {
    title: 'Craft market',
    proxy: PROXY_FILES,
    server: options.server ?? [
      serverFile('bind-stripe-key'),
      serverFile('check-before-delete-stripe-account'),
    ],
  }
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'market', private: true, dashboard }),
  )

  let child: ChildProcess | undefined
  let printed = ''

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [CLI, 'start'], {
      cwd: folder,
      // Its own process group, so that `kill` reaches its child processes too.
      detached: true,
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        ...recording.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    printed = ''
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes(`http://localhost:${port}`)) resolve()
      }
      started.stdout?.on('data', read)
      started.stderr?.on('data', read)
      started.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready:\n${printed}`)))
    })
  }

  async function end(signal: NodeJS.Signals, group: boolean): Promise<number | null> {
    const ending = child
    child = undefined
    if (!ending?.pid) return null
    if (ending.exitCode === null && ending.signalCode === null) {
      const exited = once(ending, 'exit')
      process.kill(group ? -ending.pid : ending.pid, signal)
      await exited
    }
    return ending.exitCode
  }

  await start()
  return {
    url: `http://localhost:${port}`,
    output: () => printed,
    start,
    kill: async () => {
      await end('SIGKILL', true)
    },
    stop: () => end('SIGINT', true),
    remove: async () => {
      await end('SIGTERM', false)
      rmSync(folder, { recursive: true, force: true })
      await recording.check()
    },
  }
}
