import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Load, Order } from './webhook-order.ts'

/** A module in another process, which follows orders. */
export class Child {
  readonly #child: ChildProcess
  /** The message it sent when it had started. */
  readonly started: Readonly<Record<string, string>>

  private constructor(child: ChildProcess, started: Record<string, string>) {
    this.#child = child
    this.started = started
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  static async start(module: string, env: NodeJS.ProcessEnv = {}): Promise<Child> {
    const child = fork(new URL(module, import.meta.url), {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const [started] = await once(child, 'message')
    return new Child(child, started)
  }

  async makeReady(order: Order): Promise<void> {
    await this.#ask(order)
  }

  async run(): Promise<Load> {
    return (await this.#ask('go')) as Load
  }

  async usage(): Promise<number> {
    const { user, system } = (await this.#ask('usage')) as NodeJS.CpuUsage
    return user + system
  }

  async stop(): Promise<void> {
    this.#child.send('stop')
    await once(this.#child, 'exit')
  }

  async #ask(what: Order | 'go' | 'usage'): Promise<unknown> {
    this.#child.send(what)
    const [answer] = await once(this.#child, 'message')
    return answer
  }
}
