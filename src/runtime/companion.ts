/**
 * Runs a server of ours in a separate process beside the host: the offline Stripe or the demo application server.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'
import { backOff } from '../core/back-off.ts'
import { within } from '../core/within.ts'
import { StartUpError } from './start-up-error.ts'

/** Companions get only the environment variables they need: the others hold keys. */
const BASE_ENVIRONMENT = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV }

/** Milliseconds within which it must print its address. */
const READY_TIME = 20_000
/** Milliseconds it gets to stop by itself. */
const STOP_TIME = 3_000
/** Milliseconds before a dead companion is started again. */
const PAUSES = { first: 250, longest: 30_000 }
/** Milliseconds it must run before its death counts as the first again. */
const STABLE = 60_000

export interface CompanionOptions {
  /** Its name in messages. */
  name: string
  /** A script that prints `{"url": "http://..."}` when it is ready, and stops when its IPC channel closes. */
  script: string
  /** @param port the port to listen on: 0 for any, on a restart the port it had */
  settings(port: string): { args: string[]; env: NodeJS.ProcessEnv }
  log: Logger
}

export interface Companion {
  readonly url: URL
  stop(): Promise<void>
}

/**
 * Starts it, and restarts it at the same address whenever it dies.
 *
 * @throws StartUpError with its own error message when it cannot be started
 */
export async function startCompanion(options: CompanionOptions): Promise<Companion> {
  const { name, log } = options
  const stopping = new AbortController()
  let { child, url } = await launch(options, '0', stopping.signal)
  let deaths = 0
  let restart: NodeJS.Timeout | undefined
  let launching: Promise<void> | undefined

  const startLater = (died: { code: number | null; signal: NodeJS.Signals | null }) => {
    deaths += 1
    restart = setTimeout(
      () => {
        // Logged only now: Ctrl-C stops companions, too, some of them before this process is told to stop.
        log.error({ companion: name, ...died }, 'a companion process died and is started again')
        launching = startAgain()
      },
      backOff(deaths, PAUSES),
    )
  }
  const watch = () => {
    const since = Date.now()
    child.once('exit', (code, signal) => {
      if (stopping.signal.aborted) return
      if (Date.now() - since > STABLE) deaths = 0
      startLater({ code, signal })
    })
  }
  const startAgain = async () => {
    try {
      ;({ child, url } = await launch(options, url.port, stopping.signal))
    } catch (err) {
      if (stopping.signal.aborted) return
      log.error({ companion: name, err }, 'a companion process could not be started again')
      startLater({ code: child.exitCode, signal: child.signalCode })
      return
    }
    if (!stopping.signal.aborted) watch()
  }
  watch()

  return {
    url,
    async stop() {
      stopping.abort()
      clearTimeout(restart)
      await launching
      await end(child)
    },
  }
}

/** @param stopping ends it, even before it has printed anything */
async function launch(
  { name, script, settings }: CompanionOptions,
  port: string,
  stopping: AbortSignal,
): Promise<{ child: ChildProcess; url: URL }> {
  const { args, env } = settings(port)
  // The IPC channel tells it that this process is gone, however it ended.
  const child = fork(script, args, {
    env: { ...BASE_ENVIRONMENT, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    signal: stopping,
  })
  let complaint = ''
  const listen = (text: string) => {
    complaint = (complaint + text).slice(-2000)
  }
  child.stderr?.setEncoding('utf8').on('data', listen)
  const said = firstUrl(child)
  try {
    const url = await within(READY_TIME, said, () => {
      child.kill('SIGKILL')
      return said
    })
    child.stderr?.off('data', listen).pipe(process.stderr, { end: false })
    return { child, url }
  } catch {
    if (child.pid !== undefined) await end(child)
    throw new StartUpError(complaint.trim().split('\n').at(-1) || `The ${name} could not be started.`)
  }
}

/** The first line it prints. Later lines are read and dropped, so that it never blocks on a full pipe. */
function firstUrl(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('it ended')))
    child.once('error', reject)
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      try {
        resolve(new URL((JSON.parse(line) as { url: string }).url))
      } catch {
        reject(new Error('it did not say where it listens'))
      }
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  // A second SIGTERM would stop it before it finishes its work.
  if (!child.killed) child.kill('SIGTERM')
  await within(STOP_TIME, exited, () => {
    child.kill('SIGKILL')
    return exited
  })
}
