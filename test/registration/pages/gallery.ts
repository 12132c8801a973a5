/** Serves every account view with its fixture to a browser, under the hosts' content policy. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { translators } from '../../../src/runtime/translators.ts'
import { publicDirectory, viewsDirectory } from '../../../src/web/assets.ts'
import { type Frame, ViewEngine } from '../../../src/web/view-engine.ts'
import { type Fixture, viewFixtures } from './view-fixtures.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

const FRAME: Frame = {
  messages: translators.english,
  csrfToken: 'token',
  caller: { accountid: 'account_1', sessionid: 'session_1', administrator: true },
  title: 'Craft market',
  offline: true,
  path: '/account/connect',
  base: '',
  menus: {
    account: [
      { path: '/account', label: 'Your account' },
      { path: '/account/connect', label: 'Get paid' },
      { path: '/account/sign-out', label: 'Sign out' },
    ],
    administrator: [{ path: '/administrator/connect', label: 'Connect' }],
  },
}

/** The answer at a path, or to every POST: a view, or a 404 for `nothing`. */
type Shown = Fixture | 'nothing'

export interface Gallery {
  url: string
  /** The bodies of the POST requests. */
  posts: string[]
  /** The open streams of events. */
  streams: ServerResponse[]
  /** A view's HTML. */
  draw(view: Fixture): string
  /** Sets the answer at a path, or to `POST` requests. */
  show(at: string, shown: Shown): void
  close(): Promise<void>
}

export async function startGallery(): Promise<Gallery> {
  const views = new ViewEngine(viewsDirectory)
  const shown = new Map<string, Shown>(Object.entries(viewFixtures).map(([name, it]) => [`/${name}`, it]))
  const posts: string[] = []
  const streams: ServerResponse[] = []

  const draw = ({ view, data }: Fixture) => views.render(view, data, FRAME)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    if (request.method === 'POST') posts.push(await text(request))
    const own = (request.method === 'POST' && shown.get('POST')) || shown.get(pathname)
    response.setHeader('content-security-policy', "default-src 'self'")
    if (own === 'nothing') {
      response.writeHead(404).end()
    } else if (own) {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(draw(own))
    } else if (pathname.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      streams.push(response)
    } else {
      const file = await publicFile(pathname)
      response.setHeader('content-type', TYPES[path.extname(pathname)] ?? 'text/plain')
      response.writeHead(file ? 200 : 404).end(file)
    }
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    streams,
    draw,
    show: (at, view) => void shown.set(at, view),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function publicFile(pathname: string): Promise<Buffer | undefined> {
  if (!pathname.startsWith('/public/connect/')) return undefined
  return readFile(path.join(publicDirectory, pathname.slice('/public/connect/'.length))).catch(
    () => undefined,
  )
}
