/**
 * Asks the application server for files, and remembers them. Dashboard holds a request until it has the answer, and a server that
 * is frozen takes every question and answers none.
 *
 * @module
 */
import { LRUCache } from 'lru-cache'
import { withinTogether } from '../../core/within.ts'
import { WrongAnswerError } from '../../net/exchange.ts'

/** Milliseconds from a question on for which its answers are new. */
const NEW = 1000
/**
 * Milliseconds from a question on for which requests wait, usually and while the server has left the last one unanswered. They
 * wait longer for a file that only the server has, because Dashboard would answer 404.
 */
const PATIENCE = { usual: 1000, inSilence: 100 }
const PATIENCE_WITH_NO_OTHER = { usual: 5000, inSilence: 1000 }
/** Milliseconds after which a server that has not answered is asked again. */
const PAUSE = 5000

/** Letters of the addresses in all remembered questions. */
const LETTERS = 256 * 1024
/** Bytes of all remembered files. */
const BYTES = 64 * 1024 * 1024

/** @returns undefined when there is no such file; 'broken' when the server cannot say so */
type Fetch = (url: string) => Promise<Buffer | 'broken' | undefined>

interface Circumstances {
  /** Whether there is another file to use instead. */
  hasOther: boolean
  /** Whether the server has left other questions unanswered. */
  isSilent: boolean
}

export class FileQuestions {
  readonly #files = new LRUCache<string, Buffer>({
    maxSize: BYTES,
    sizeCalculation: ({ length }, url) => length + url.length,
  })
  readonly #questions = new LRUCache<string, Question>({
    maxSize: LETTERS,
    sizeCalculation: (_question, urls) => urls.length,
  })
  readonly #fetch: Fetch

  /** @param fetch rejects when there is no answer */
  constructor(fetch: Fetch) {
    this.#fetch = fetch
  }

  /**
   * A file as the server has it or, while it does not answer, had it before.
   *
   * @param together what is asked for in one go when one of it is needed
   * @returns undefined when the server has no such file, or has never answered
   */
  async ask(
    url: string,
    together: readonly string[],
    { hasOther, isSilent }: Circumstances,
  ): Promise<Buffer | undefined> {
    const question = this.#questionOf(together)
    const patience = hasOther || this.#files.has(url) ? PATIENCE : PATIENCE_WITH_NO_OTHER
    await question.wait(isSilent || question.followsSilence ? patience.inSilence : patience.usual)
    return this.#files.get(url)
  }

  /** Whether the server has left the last question for these files unanswered. */
  isSilent(together: readonly string[]): boolean {
    return this.#questions.get(together.join())?.isSilent ?? false
  }

  #questionOf(together: readonly string[]): Question {
    const key = together.join()
    const last = this.#questions.get(key)
    if (last?.isCurrent) return last
    const question = new Question(
      together.map((url) => this.#note(url)),
      last?.isSilent ?? false,
    )
    this.#questions.set(key, question)
    return question
  }

  async #note(url: string): Promise<void> {
    const file = await this.#fetch(url).catch((error: unknown) => {
      if (error instanceof WrongAnswerError) return undefined
      throw error
    })
    if (file === undefined) this.#files.delete(url)
    else if (file !== 'broken') this.#files.set(url, file)
  }
}

class Question {
  /** Whether the question before it was not answered. */
  readonly followsSilence: boolean
  readonly #begun = performance.now()
  readonly #answers: Promise<void>
  #state: 'open' | 'answered' | 'failed' = 'open'
  /** Until when it is not asked again. */
  #until = Number.POSITIVE_INFINITY

  constructor(answers: readonly Promise<void>[], followsSilence: boolean) {
    this.followsSilence = followsSilence
    this.#answers = Promise.allSettled(answers).then((settled) => {
      const hasFailed = settled.some(({ status }) => status === 'rejected')
      this.#state = hasFailed ? 'failed' : 'answered'
      this.#until = hasFailed ? performance.now() + PAUSE : this.#begun + NEW
    })
  }

  get isCurrent(): boolean {
    return performance.now() < this.#until
  }

  get isSilent(): boolean {
    const isOverdue = this.followsSilence || performance.now() - this.#begun >= PATIENCE.usual
    return this.#state === 'failed' || (this.#state === 'open' && isOverdue)
  }

  /** @param patience milliseconds from the question on */
  async wait(patience: number): Promise<void> {
    const rest = this.#begun + patience - performance.now()
    if (rest <= 0) return
    await withinTogether(rest, this.#answers, () => undefined)
  }
}
