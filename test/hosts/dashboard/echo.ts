/** An application server that shows every header it gets, and a digest of the body. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Echo {
  url: string
  close(): Promise<void>
}

export async function startEcho(): Promise<Echo> {
  const server = createServer({ maxHeaderSize: 128 * 1024 }, async (request, response) => {
    // Some applications give the same answer for every path.
    if (request.url?.startsWith('/public/') && !request.url.startsWith('/public/none/'))
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello": "world"}')
    if (request.url?.startsWith('/odd/')) return answerOddly(request.url, response)
    // Most servers answer an unknown path like this, and Dashboard's own files are unknown to the application.
    if (!['/', '/home', '/shop'].includes(request.url ?? ''))
      return response.writeHead(404).end(`<!DOCTYPE html><html><pre>Cannot GET ${request.url}</pre></html>`)
    const hash = createHash('sha256')
    for await (const piece of request) hash.update(piece)
    const shown = { ...request.headers, digest: hash.digest('hex') }
    const headers = JSON.stringify(shown).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<html data-template="false"><body><pre id="headers">${headers}</pre></body></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Five thousand letters of an ordinary script. */
const SCRIPT = Array.from(
  { length: 25 },
  (_, index) =>
    `function total${index}(rows, most) { var sum = 0; for (var at = 0; at < rows.length; at++) { if (rows[at].price > most) { sum += rows[at].price * ${index} } else { sum -= most } } return document.getElementById('row' + sum) }\n`,
).join('')

function goods(body: string): string {
  return `<!DOCTYPE html><html><head><title>Goods</title></head><body>${body}</body></html>`
}

/** Answers that an application may give and Dashboard does not expect. */
function answerOddly(path: string, response: ServerResponse): void {
  const html = { 'content-type': 'text/html' }
  switch (path) {
    case '/odd/empty':
      return void response.writeHead(200, html).end()
    case '/odd/tag':
      return void response.writeHead(200, html).end('<html>')
    case '/odd/navbar':
      return void response
        .writeHead(200, html)
        .end('<html data-navbar="/../../package.json"><head></head><body>Well</body></html>')
    case '/odd/headless':
      return void response.writeHead(200, html).end('<html><p>No head, no body</p></html>')
    case '/odd/elsewhere':
      return void response.writeHead(302, { location: 'https://elsewhere.example/' }).end()
    case '/odd/nowhere':
      return void response.writeHead(302).end()
    case '/odd/endless.txt': {
      response.writeHead(200, { 'content-type': 'text/csv' })
      const piece = Buffer.alloc(1024 * 1024, 'row\n')
      const write = () => {
        while (response.write(piece));
      }
      response.on('drain', write)
      return void write()
    }
    case '/odd/json':
      return void response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end('{"a":"<b>"}')
    case '/odd/switching':
      return void response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' }).end()
    case '/odd/hinting': {
      const hint = () =>
        response.socket?.writable && response.writeEarlyHints({ link: '</a.css>; rel=preload' }, hint)
      return void hint()
    }
    case '/odd/unfinished':
      return void response.writeHead(200, html).write('<p>A blue bowl</p>'.repeat(50_000))
    case '/odd/part':
      return void response.writeHead(200, html).end('<p>A blue bowl</p>'.repeat(20_000))
    case '/odd/table': {
      const rows = '<tr><td>1</td><td>A blue bowl</td></tr>'.repeat(20_000)
      return void response.writeHead(200, html).end(goods(`<table>${rows}</table>`))
    }
    case '/odd/scripted':
      return void response.writeHead(200, html).end(goods(`<script>${SCRIPT}</script>`))
    case '/odd/unscripted':
      return void response.writeHead(200, html).end(goods(`<p>${SCRIPT.replaceAll('<', '&lt;')}</p>`))
    case '/odd/unread':
      return void response
        .writeHead(200, html)
        .end(`<html>${'<b>'.repeat(1100)}GB33BUKB20201555555555</html>`)
    case '/odd/attributes':
      // A button as Vue writes it, which Dashboard's parser takes for no tag.
      return void response
        .writeHead(200, html)
        .end(goods(`<button${' a=""'.repeat(60)} @click="buy">Buy</button>`))
    case '/odd/backslashes':
      return void response
        .writeHead(200, html)
        .end(goods(`<input pattern="${'\\\\'.repeat(60)}"><p a='${'\\'.repeat(61)}">`))
    case '/odd/broken':
      response.writeHead(200, { ...html, 'content-length': 100 }).write('<html', () => response.destroy())
      return
    default:
      response.destroy()
  }
}
