/** An application server with one page, which the test writes. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PageServer {
  url: string
  /** The page at every address where Dashboard has nothing. */
  page: string
  /** The addresses that it was asked for. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function startPages(): Promise<PageServer> {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    // Dashboard asks for its own files, too.
    if (url !== '/page') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(app.page)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const app = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: '',
    asked,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return app
}
