/**
 * What whoever runs this host asks of it: is the process alive, and can it serve people.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { Services } from '../../context.ts'
import { within } from '../../within.ts'

/** Milliseconds that a part may take to say that it is well. */
const PATIENCE = 2_000
/** Milliseconds that events may wait without a moment in which none does, before something must be wrong. */
const STUCK = 120_000

/** Resolves to true when that part is in order. */
export type ReadinessCheck = () => Promise<boolean>

/** The process runs and answers. */
export const healthz: RequestHandler = (_request, response) => {
  response.set('cache-control', 'no-store').json({ status: 'ok' })
}

/**
 * 200 when every part is in order, else 503; with the name of each part either way.
 *
 * @param information what is worth knowing although people can be served without it
 */
export function readyz(
  checks: Readonly<Record<string, ReadinessCheck>>,
  information: () => Readonly<Record<string, unknown>>,
): RequestHandler {
  return async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
    )
    const ready = results.every(([, passed]) => passed)
    response
      .status(ready ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({
        status: ready ? 'ok' : 'unavailable',
        checks: Object.fromEntries(results.map(([name, passed]) => [name, describe(passed)])),
        ...information(),
      })
  }
}

function describe(passed: boolean): 'ok' | 'failing' {
  return passed ? 'ok' : 'failing'
}

function passes(check: ReadinessCheck): Promise<boolean> {
  return within(PATIENCE, check(), () => false).catch(() => false)
}

/** The checks that hold for every installation. */
export function standardChecks({ storage, now }: Services): Record<string, ReadinessCheck> {
  let waitingSince: number | undefined
  return {
    database: async () => {
      await storage.ping()
      return true
    },
    inbox: async () => {
      const { waiting, failing } = await storage.inbox.figures()
      // An event that keeps failing is for an administrator to look at; the others must get by it.
      if (waiting <= failing) waitingSince = undefined
      else waitingSince ??= now().getTime()
      return waitingSince === undefined || now().getTime() - waitingSince < STUCK
    },
  }
}

/** What an installation may have and can do without. */
export function standardInformation({ storage, peers }: Services): () => Readonly<Record<string, unknown>> {
  return () => {
    const replicas = storage.replicas().map(({ state }) => state)
    return { ...(replicas.length > 0 && { replicas }), ...(peers && { redis: describe(peers.inStep()) }) }
  }
}
