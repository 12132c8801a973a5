/**
 * Checks a deployment from the outside: the environment, and whether Stripe, the database, Redis and the running host are set
 * up as the module needs them. Leaves everything as it was.
 *
 * @module
 */
import { type Config, ConfigError, loadConfig } from '../../config/config.ts'
import { lookAtDatabase } from './database.ts'
import { lookAtEvents } from './events.ts'
import { type Finding, ok, problem } from './finding.ts'
import { lookAtHost } from './host.ts'
import { withOwnStripe } from './offline-stripe.ts'
import { lookAtRedis } from './redis.ts'
import { lookAtStripe } from './stripe.ts'
import { lookAtEndpoint } from './webhook-endpoint.ts'

/**
 * @param env usually `process.env`
 * @returns one finding for each check that could be made
 * @example
 * const findings = await check(process.env)
 * const healthy = findings.every(({ state }) => state !== 'problem')
 */
export async function check(env: NodeJS.ProcessEnv, now: () => Date = () => new Date()): Promise<Finding[]> {
  let config: Config
  try {
    config = await withOwnStripe(loadConfig(env))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((mistake) => problem('configuration.mistake', { ...mistake }))
  }
  const [stripe, database, redis] = await Promise.all([
    lookAtStripe(config, now),
    lookAtDatabase(config),
    lookAtRedis(config),
  ])
  const { storage } = database
  try {
    const endpoint = await lookAtEndpoint(config, stripe.answer, storage)
    const host = await lookAtHost(config, endpoint.secrets)
    const events = storage ? await lookAtEvents(config, storage, now) : []
    return [
      ok('configuration.ok'),
      ...stripe.findings,
      ...endpoint.findings,
      ...host,
      ...events,
      ...database.findings,
      ...redis,
    ]
  } finally {
    await storage?.close()
  }
}
