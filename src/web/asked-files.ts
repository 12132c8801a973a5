import { toRefusal } from './answer-error.ts'

export interface AskedFiles {
  /** The names of the files that a form asks for. */
  names: readonly string[]
  /** Why it is not known: the database does not answer, say. The text is still read, so that the person can send it again. */
  failure?: unknown
}

/** @throws ConnectError when the person may not send the form */
export async function askedFiles(ask: () => Promise<readonly string[]>): Promise<AskedFiles> {
  try {
    return { names: await ask() }
  } catch (failure) {
    const refusal = toRefusal(failure)
    if (refusal && refusal.status < 500) throw failure
    return { names: [], failure }
  }
}
