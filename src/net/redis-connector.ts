import { createConnection, type NetConnectOpts, type Socket } from 'node:net'
import { connect } from 'node:tls'
import { AbstractConnector, type RedisOptions } from 'ioredis'

/**
 * Opens the connections of ioredis and listens to their errors as long as they live.
 *
 * ioredis listens to the first error only. Node may emit two on one TLS connection: first that we do not trust the server, then
 * the server's reply to that. The second would end the process.
 *
 * @example
 * new Redis(url, { Connector: RedisConnector })
 */
export class RedisConnector extends AbstractConnector {
  readonly #options: RedisOptions

  /** @param options with ioredis' defaults filled in */
  constructor(options: unknown) {
    const { disconnectTimeout } = options as { disconnectTimeout: number }
    super(disconnectTimeout)
    this.#options = options as RedisOptions
  }

  async connect(): Promise<Socket> {
    this.connecting = true
    const { host, port, path, family, tls } = this.#options
    const place = (path ? { path } : { host, port, family }) as NetConnectOpts
    this.stream = tls ? connect({ ...place, ...tls }) : createConnection(place)
    this.stream.on('error', (error) => {
      this.firstError ??= error
    })
    return this.stream
  }
}
