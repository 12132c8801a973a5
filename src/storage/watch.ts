import { AsyncResource } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownAway, NoAnswer } from './storage-error.ts'

/** Milliseconds between two checks of a database that does not answer. */
const PAUSE = 500

interface WatchParts {
  /** Called with the problem when the database stops answering, and with undefined when it answers again. */
  onChange(problem: string | undefined): void
  /** Asks the database something small, and rejects when there is no answer soon. Absent for SQLite, where waiting writers notice. */
  look?(): Promise<void>
}

/** Knows whether the database answers, so that not every request has to wait to find out. */
export class Watch {
  readonly #onChange: WatchParts['onChange']
  readonly #look: WatchParts['look']
  #problem: string | undefined
  #looking = false
  /** How many statements the database has answered. */
  #answers = 0
  #stopped = false

  constructor({ onChange, look }: WatchParts) {
    this.#onChange = onChange
    // Not part of a request: the one that doubts first ends long before the checks do.
    this.#look = look && AsyncResource.bind(look)
  }

  get isAnswering(): boolean {
    return this.#problem === undefined
  }

  /** @throws KnownAway while the database is known not to answer */
  refuse(): void {
    // A new error each time: Kysely adds to the stack of errors it passes on.
    if (this.#problem !== undefined) throw new KnownAway(this.#problem)
  }

  /** Checks whether the database answers and, if not, keeps checking until it does. */
  doubt(): void {
    if (!this.#look || this.#looking || this.#stopped) return
    this.#looking = true
    void this.#lookUntilItAnswers(this.#look)
  }

  /** Notes an answer from the database: then it works, even if a check takes too long. */
  answered(): void {
    this.#answers += 1
  }

  lost(problem: string): void {
    if (this.#problem !== undefined || this.#stopped) return
    this.#problem = problem
    this.#onChange(problem)
  }

  back(): void {
    if (this.#problem === undefined) return
    this.#problem = undefined
    this.#onChange(undefined)
  }

  stop(): void {
    this.#stopped = true
  }

  async #lookUntilItAnswers(look: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      const answers = this.#answers
      try {
        await look()
        break
      } catch (error) {
        // A refusal is an answer too: too many connections, say.
        if (!(error instanceof NoAnswer) || this.#answers > answers) break
        this.lost(error.message)
      }
      await sleep(PAUSE, undefined, { ref: false })
    }
    this.#looking = false
    if (!this.#stopped) this.back()
  }
}
