/**
 * Health checks for monitoring: is the process alive, and can it serve people?
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Services } from '../../context/context.ts'
import { withinTogether } from '../../core/within.ts'
import { inboxStore } from '../../events/store/inbox.ts'
import { forSeveral } from '../../storage/waiting.ts'

/** Milliseconds that a check may take. */
const PATIENCE = 2_000
/** Milliseconds for which a check's result is reused, however often strangers ask. */
const REPEATED = 1_000
/** Milliseconds without an empty inbox, failing events aside, before something must be wrong. */
const STUCK = 120_000

/** Resolves to true when the part works. */
export type ReadinessCheck = () => Promise<boolean>

interface ReadyzParts {
  checks: Readonly<Record<string, ReadinessCheck>>
  /** The state of parts that people can be served without. */
  information(): Readonly<Record<string, unknown>>
  log: Logger
}

/** The process runs and answers. */
export const healthz: RequestHandler = (_request, response) => {
  response.set('cache-control', 'no-store').json({ status: 'ok' })
}

/**
 * Answers 200 when every part works, else 503, and lists each part. The reasons go only to the log, since anybody may ask.
 */
export function readyz({ checks, information, log }: ReadyzParts): RequestHandler {
  const parts = Object.entries(checks).map(([name, check]) => [name, sparingly(name, check, log)] as const)
  return async (_request, response) => {
    const results = await Promise.all(parts.map(async ([name, passes]) => [name, await passes()] as const))
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

/** Runs a check at most once a second, and never twice at once. It never rejects, and it logs changes. */
function sparingly(part: string, check: ReadinessCheck, log: Logger): ReadinessCheck {
  let made: Promise<boolean> | undefined
  let madeAt = Number.NEGATIVE_INFINITY
  let underWay = false
  let told = true
  const tell = (passed: boolean, reason?: string) => {
    if (passed === told) return
    told = passed
    if (passed) log.info({ part }, 'this host is in order again')
    else log.warn({ part, reason }, 'this host is not in order: /readyz says so')
  }
  const make = async () => {
    underWay = true
    try {
      const passed = await forSeveral(check)
      tell(passed)
      return passed
    } catch (error) {
      tell(false, error instanceof Error ? error.message : String(error))
      return false
    } finally {
      underWay = false
      madeAt = performance.now()
    }
  }
  return () => {
    if (!made || (!underWay && performance.now() - madeAt >= REPEATED)) made = make()
    return withinTogether(PATIENCE, made, () => false)
  }
}

/** The checks of every installation. */
export function standardChecks({ storage, now }: Services): Record<string, ReadinessCheck> {
  let waitingSince: number | undefined
  return {
    database: async () => {
      await storage.tryWriting()
      return true
    },
    inbox: async () => {
      const { waiting, failing } = await inboxStore(storage).figures()
      // An event that keeps failing is for an administrator to look at; the others must get by it.
      if (waiting <= failing) waitingSince = undefined
      else waitingSince ??= now().getTime()
      return waitingSince === undefined || now().getTime() - waitingSince < STUCK
    },
  }
}

/** The parts that an installation may have and can do without. */
export function standardInformation({ storage, peers }: Services): () => Readonly<Record<string, unknown>> {
  return () => {
    const replicas = storage.replicas().map(({ state }) => state)
    return { ...(replicas.length > 0 && { replicas }), ...(peers && { redis: describe(peers.inStep()) }) }
  }
}
