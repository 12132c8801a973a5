/**
 * Limits the bytes of request bodies that this process holds at once. A file stays in memory from its first byte until Stripe has
 * it: it is checked before it is sent, and a document is never written to disk. Any other body stays until its request is
 * answered. Counts answers that are held, too.
 *
 * @module
 */

const MB = 1024 * 1024

/** Bytes of files for one person, and for one address. Behind a proxy that is not trusted, everybody shares one address. */
export const LARGEST_HOLD = 64 * MB

/** Counts the bytes of one request. */
export class Hold {
  readonly #budget: BodyBudget
  readonly #owners: readonly string[]
  #bytes = 0
  #isReleased = false

  constructor(budget: BodyBudget, owners: readonly string[]) {
    this.#budget = budget
    this.#owners = owners
  }

  /** @returns false when there is no room for that many more */
  take(bytes: number): boolean {
    if (this.#isReleased || !this.#budget.add(this.#owners, bytes)) return false
    this.#bytes += bytes
    return true
  }

  /** Gives some bytes back. */
  giveBack(bytes: number): void {
    const given = Math.min(bytes, this.#bytes)
    this.#budget.remove(this.#owners, given)
    this.#bytes -= given
  }

  /** Gives every byte back and takes no more, since a piece may still arrive. May be called again. */
  release(): void {
    this.#isReleased = true
    this.#budget.remove(this.#owners, this.#bytes)
    this.#bytes = 0
  }
}

class BodyBudget {
  readonly #each: number
  readonly #most: number
  #total = 0
  readonly #byOwner = new Map<string, number>()

  /**
   * @param each bytes for one owner
   * @param most bytes for everybody together
   */
  constructor(each: number, most: number) {
    this.#each = each
    this.#most = most
  }

  /** Bytes held now. */
  get held(): number {
    return this.#total
  }

  /** @param owners who the bytes count for, e.g. a person and their address */
  hold(...owners: string[]): Hold {
    return new Hold(this, owners)
  }

  add(owners: readonly string[], bytes: number): boolean {
    const fits = owners.every((owner) => this.#of(owner) + bytes <= this.#each)
    if (!fits || this.#total + bytes > this.#most) return false
    this.#total += bytes
    for (const owner of owners) this.#byOwner.set(owner, this.#of(owner) + bytes)
    return true
  }

  remove(owners: readonly string[], bytes: number): void {
    this.#total -= bytes
    for (const owner of owners) {
      const left = this.#of(owner) - bytes
      if (left > 0) this.#byOwner.set(owner, left)
      else this.#byOwner.delete(owner)
    }
  }

  #of(owner: string): number {
    return this.#byOwner.get(owner) ?? 0
  }
}

/** For files. Stripe's library makes up to two copies of a file while it sends it. */
export const uploadBudget = new BodyBudget(LARGEST_HOLD, 128 * MB)

/** For what guests send in place of files, and in Dashboard for everything that is passed on to the app. */
export const guestUploadBudget = new BodyBudget(LARGEST_HOLD, 128 * MB)

/**
 * For forms and JSON of signed-in people, for forms of guests, and for webhooks, whose signature fits or not only once they are
 * read. Each has a budget of its own, so that strangers cannot use up that of others.
 */
export const textBudget = new BodyBudget(16 * MB, 64 * MB)
export const guestBudget = new BodyBudget(16 * MB, 64 * MB)
export const webhookBudget = new BodyBudget(8 * MB, 64 * MB)

/** For answers of the app that a host holds until the person has read them. Behind a slow reader they stay for a minute. */
export const answerBudget = new BodyBudget(32 * MB, 128 * MB)
