import { AsyncResource } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownAway, NoAnswer } from './storage-error.ts'

/** Milliseconds between two looks at a database that does not answer. */
const PAUSE = 500

interface WatchParts {
  /** Told what is wrong when the database stops answering, and undefined when it answers again. */
  onChange(problem: string | undefined): void
  /** Asks the database something small; absent where those who wait find out themselves. It rejects when there is no answer soon. */
  look?(): Promise<void>
}

/** Knows whether the database answers, so that not everyone has to find out by waiting. */
export class Watch {
  readonly #onChange: WatchParts['onChange']
  readonly #look: WatchParts['look']
  #problem: string | undefined
  #looking = false
  /** How often the database answered anybody. */
  #answers = 0
  #stopped = false

  constructor({ onChange, look }: WatchParts) {
    this.#onChange = onChange
    // For nobody: whoever doubts first is gone long before it is over.
    this.#look = look && AsyncResource.bind(look)
  }

  get isAnswering(): boolean {
    return this.#problem === undefined
  }

  /** @throws KnownAway while the database is known not to answer */
  refuse(): void {
    // A new one each time: Kysely adds to the stack of what it passes on.
    if (this.#problem !== undefined) throw new KnownAway(this.#problem)
  }

  /** Finds out whether the database answers, and, while it does not, when it does again. */
  doubt(): void {
    if (!this.#look || this.#looking || this.#stopped) return
    this.#looking = true
    void this.#lookUntilItAnswers(this.#look)
  }

  /** Says that the database answered somebody: then it is there, however long it takes to look at it. */
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
        // A refusal is an answer: that there are too many connections, say.
        if (!(error instanceof NoAnswer) || this.#answers > answers) break
        this.lost(error.message)
      }
      await sleep(PAUSE, undefined, { ref: false })
    }
    this.#looking = false
    if (!this.#stopped) this.back()
  }
}
