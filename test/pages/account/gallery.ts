/** Serves every account view with its fixture under the content policy of the hosts, for a browser to look at. */
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { publicDirectories, viewsDirectory } from '../../../src/assets.ts'
import { Translator } from '../../../src/messages/translator.ts'
import { type Frame, ViewEngine } from '../../../src/view-engine.ts'
import { viewFixtures } from './view-fixtures.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

export const frame: Frame = {
  messages: new Translator('en'),
  csrfToken: 'token',
  caller: { accountid: 'account_1', sessionid: 'session_1', administrator: true },
  title: 'Craft market',
  offline: true,
  path: '/account/connect',
  base: '',
  layout: 'main',
  menus: {
    account: [
      { path: '/account', label: 'Your account' },
      { path: '/account/connect', label: 'Get paid' },
      { path: '/account/sign-out', label: 'Sign out' },
    ],
    administrator: [{ path: '/administrator/connect', label: 'Connect' }],
  },
}

export async function startGallery(): Promise<{ url: string; close(): Promise<void> }> {
  const views = new ViewEngine(viewsDirectory)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    const fixture = viewFixtures[pathname.slice(1)]
    const file = publicDirectories
      .map((directory) => path.join(directory, pathname.replace('/public/connect/', '')))
      .find((it) => pathname.startsWith('/public/connect/') && existsSync(it))
    response.setHeader('content-security-policy', "default-src 'self'")
    if (fixture) {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(views.render(fixture.view, fixture.data, frame))
    } else if (file) {
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
      createReadStream(file).pipe(response)
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
