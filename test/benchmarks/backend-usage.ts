import type pg from 'pg'
import { usageOf } from './usage.ts'

/** Microseconds of CPU used by PostgreSQL's processes for our database. */
export class BackendUsage {
  readonly #client: pg.Client
  readonly #database: string
  readonly #first = new Map<number, number>()
  readonly #last = new Map<number, number>()
  #looking = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #isFirst = true

  constructor(client: pg.Client, database: string) {
    this.#client = client
    this.#database = database
  }

  async begin(): Promise<void> {
    await this.#look()
    // Look often, since pgbench's processes end with pgbench.
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look())
    }, 200)
  }

  /** @returns the total of all processes since `begin` */
  async end(): Promise<number> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#look()
    let sum = 0
    for (const [pid, last] of this.#last) sum += last - (this.#first.get(pid) ?? 0)
    return sum
  }

  async #look(): Promise<void> {
    const { rows } = await this.#client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [this.#database],
    )
    for (const { pid } of rows) {
      const taken = usageOf(pid)
      if (!this.#first.has(pid)) this.#first.set(pid, this.#isFirst ? taken : 0)
      if (!Number.isNaN(taken)) this.#last.set(pid, taken)
    }
    this.#isFirst = false
  }
}
