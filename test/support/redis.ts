/**
 * Redis for tests: the one at `TEST_REDIS_URL`, and servers that a test starts, kills and pauses.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { eventually } from './eventually.ts'
import { freePort } from './marketplace.ts'
import { describeWhereSet } from './needs.ts'

/** Describes a suite that needs Redis. The suite gets the address of one. */
export function onRedis(name: string, suite: (url: string) => void): void {
  describeWhereSet(name, ['TEST_REDIS_URL'], (url = '') => suite(url))
}

export interface RedisServer {
  url: string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Starts it again at the same address after `kill`. */
  start(): Promise<void>
  /** From now on it accepts connections and does not answer. */
  pause(): void
  resume(): void
}

/** @param options.old it knows only the protocol of servers before Redis 6 */
export async function startRedis(options: { password?: string; old?: boolean } = {}): Promise<RedisServer> {
  const port = await freePort()
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()]
    if (options.password !== undefined) settings.push('--requirepass', options.password)
    if (options.old) settings.push('--rename-command', 'HELLO', '')
    child = spawn('redis-server', settings, { stdio: 'ignore' })
    await eventually(() => answers(port))
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      const ending = child
      child = undefined
      if (!ending) return
      const exited = once(ending, 'exit')
      ending.kill('SIGKILL')
      await exited
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  }
}

async function answers(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}
