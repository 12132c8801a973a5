import type { Config } from '../../config/config.ts'
import { redisConnection } from '../../net/redis-connection.ts'
import { type Finding, ok, warning } from './finding.ts'
import { reasonOf } from './reason.ts'

/** Milliseconds to wait for Redis. */
const PATIENCE = 2_000

/** Checks Redis, if one is configured. Everything works without it. */
export async function lookAtRedis({ redis: url }: Config): Promise<Finding[]> {
  if (url === undefined) return []
  const { hostname, port } = new URL(url)
  const address = `${hostname || 'localhost'}:${port || '6379'}`
  const redis = redisConnection(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE,
    commandTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let failure: Error | undefined
  // `connect` rejects only with "Connection is closed": this event has the reason.
  redis.on('error', (error: Error) => {
    failure ??= error
  })
  try {
    await redis.connect()
    await redis.ping()
    return [ok('redis.ok', { address })]
  } catch (error) {
    return [warning('redis.unreachable', { address, reason: reasonOf(failure ?? error) })]
  } finally {
    redis.disconnect()
  }
}
