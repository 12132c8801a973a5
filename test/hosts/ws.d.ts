/** The part of ws that the tests use; ws comes without types. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage, Server } from 'node:http'

  export class WebSocket extends EventEmitter {
    constructor(url: string, options?: { headers?: Record<string, string> })
    send(data: string | Buffer, options?: { binary: boolean }): void
    close(code: number, reason: string): void
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: { server: Server })
    on(event: 'connection', listener: (socket: ServerSocket, request: IncomingMessage) => void): this
    close(): void
  }

  interface ServerSocket extends Omit<WebSocket, 'on'> {
    on(event: 'message', listener: (data: Buffer, binary: boolean) => void): this
  }
}
