import { Redis, type RedisOptions } from 'ioredis'
import { redisTls } from './redis-tls.ts'

/**
 * A connection to Redis, encrypted where its address asks for it.
 *
 * @param url `redis://` or, for TLS, `rediss://`
 * @throws Error that says in half a sentence what it asks for in vain
 */
export function redisConnection(url: string, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  // ioredis itself knows `rediss://` in small letters only, and would connect to REDISS:// without encryption.
  const tls = redisTls(new URL(url))
  return new Redis(url, { ...options, ...(tls && { tls }) })
}
