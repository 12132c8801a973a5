import { Redis, type RedisOptions } from 'ioredis'
import { RedisConnector } from './redis-connector.ts'
import { redisTls } from './redis-tls.ts'

/** Milliseconds after which a server that does not answer counts as lost. */
const PATIENCE = 2_000

/** For work that goes on without Redis: a command is sent at once or fails, and a lost connection is opened again. */
export const AT_ONCE = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 1,
  connectTimeout: PATIENCE,
  socketTimeout: PATIENCE,
  disconnectTimeout: 500,
  retryStrategy: (tries: number) => Math.min(tries * 100, PATIENCE),
} satisfies RedisOptions

/**
 * A connection to Redis, encrypted when its address asks for TLS.
 *
 * @param url `redis://` or, for TLS, `rediss://`
 * @throws Error that says in half a sentence what is wrong with the address's TLS settings
 */
export function redisConnection(url: string, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  // ioredis knows `rediss://` in lower case only, and would connect to REDISS:// without TLS.
  const tls = redisTls(new URL(url))
  return new Redis(url, { ...options, Connector: RedisConnector, ...(tls && { tls }) })
}

/** Ends a connection and waits until it has ended. */
export async function disconnect(connection: Redis): Promise<void> {
  // Between two tries ioredis emits no `end`.
  const open = connection.status !== 'reconnecting' && connection.status !== 'end'
  const ended = open ? new Promise<void>((resolve) => connection.once('end', () => resolve())) : undefined
  connection.disconnect()
  await ended
}
