import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guardFiles } from '../../../src/hosts/dashboard/application-files.ts'
import { eventually } from '../../support/eventually.ts'

interface Proxy {
  get(request: { url: string }): Promise<Buffer | undefined>
}

const TEMPLATE = [
  'template.html',
  'error.html',
  'redirect.html',
  'menu-account.html',
  'menu-administrator.html',
]

let folder: string
let application: Server
let url: string
let proxy: Proxy
let isFrozen: boolean
let answers: Record<string, string>
/** Of the files in `answers`. */
let status: number
/** Milliseconds before each answer. */
let delayed: number
/** The addresses that were asked for, and how many of the questions were given up. */
let asked: string[]
let givenUp: number

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'files-'))
  const dashboard = path.join(folder, 'node_modules', '@layeredapps', 'dashboard')
  await mkdir(path.join(dashboard, 'src', 'www', 'public'), { recursive: true })
  await writeFile(path.join(dashboard, 'index.js'), 'module.exports = { Proxy: {} }')
  await writeFile(path.join(dashboard, 'src', 'www', 'public', 'own.css'), 'p {}')
  isFrozen = false
  status = 200
  delayed = 0
  answers = { '/error.html': '<h1 id="error-title"></h1>' }
  asked = []
  givenUp = 0
  application = createServer(({ url: address = '' }, response) => {
    asked.push(address)
    response.once('close', () => {
      if (!response.writableEnded) givenUp += 1
    })
    if (!isFrozen) setTimeout(answer, delayed, address, response)
  }).listen(0, '127.0.0.1')
  await once(application, 'listening')
  url = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
  vi.stubGlobal('applicationPath', folder)
  vi.stubGlobal('applicationServer', url)
  vi.stubGlobal('applicationServerToken', 'the-token-of-the-market')
  vi.stubGlobal('dashboardServer', 'http://market.example')
  vi.stubGlobal('packageJSON', { dashboard: { proxy: [], moduleNames: [] } })
  proxy = (createRequire(path.join(folder, 'x.js'))('@layeredapps/dashboard') as { Proxy: Proxy }).Proxy
  guardFiles()
})

afterEach(async () => {
  vi.unstubAllGlobals()
  application.close()
  application.closeAllConnections()
  await rm(folder, { recursive: true })
})

function answer(address: string, response: ServerResponse): void {
  const body = answers[address]
  const type = address.endsWith('.css') ? 'text/css' : 'text/html'
  response.writeHead(body === undefined ? 404 : status, { 'content-type': type }).end(body)
}

async function get(name: string): Promise<string | undefined> {
  return (await proxy.get({ url: `${url}/${name}` }).catch(() => undefined))?.toString()
}

/** Asks as Dashboard does before it answers a person. */
async function getTemplate(): Promise<(string | undefined)[]> {
  const files: (string | undefined)[] = []
  for (const name of TEMPLATE) files.push(await get(name))
  return files
}

const ALL = TEMPLATE.map((name) => `/${name}`).sort()
const KNOWN = [undefined, '<h1 id="error-title"></h1>', undefined, undefined, undefined]

test('all files of the template are asked for at once, and once for many requests', async () => {
  expect(await Promise.all([1, 2, 3].map(getTemplate))).toEqual([KNOWN, KNOWN, KNOWN])
  expect(asked.sort()).toEqual(ALL)
})

test('no request waits until a frozen application gives up, also at the first start', async () => {
  isFrozen = true
  const nothing = TEMPLATE.map(() => undefined)
  expect(await Promise.all([getTemplate(), getTemplate()])).toEqual([nothing, nothing])
  expect([...asked].sort()).toEqual(ALL)
  for (const name of ['public/own.css', 'public/theirs.css']) expect(await get(name)).toBeUndefined()
  expect(givenUp).toBe(0)
  // A failure is not followed by new questions at once.
  await eventually(() => expect(givenUp).toBe(7))
  await getTemplate()
  expect(asked).toHaveLength(7)
})

test('a frozen application has the files that it had before, and new ones once it answers', async () => {
  answers['/public/own.css'] = 'p { color: blue }'
  await getTemplate()
  expect(await get('public/own.css')).toBe('p { color: blue }')
  isFrozen = true
  await eventually(async () => {
    expect([await getTemplate(), await get('public/own.css')]).toEqual([KNOWN, 'p { color: blue }'])
    expect(asked.length).toBeGreaterThan(6)
  })
  expect(givenUp).toBe(0)
  isFrozen = false
  const title = '<h2 id="error-title"></h2>'
  answers = { '/error.html': title }
  await eventually(async () => expect(await get('error.html')).toBe(title))
  await eventually(async () => expect(await get('public/own.css')).toBeUndefined())
})

test('an application that fails keeps the files that it had before', async () => {
  await getTemplate()
  status = 503
  await eventually(async () => {
    expect(await getTemplate()).toEqual(KNOWN)
    expect(asked.length).toBeGreaterThan(5)
  })
  status = 200
  answers = {}
  await eventually(async () => expect(await get('error.html')).toBeUndefined())
})

test('a slow file that only the application has is waited for', async () => {
  answers['/public/theirs.css'] = 'p {}'
  delayed = 2_000
  expect(await get('public/theirs.css')).toBe('p {}')
})

test.each([
  ['error.html', '/../../x<h1 id="error-title"></h1>'],
  ['error.html', '<html data-navbar="/../../x"><h1 id="error-title"></h1></html>'],
  ['redirect.html', '{url}<p>'],
  ['redirect.html', '<html data-navbar="{url}">'],
])('%s is not used when Dashboard would read another file in its place: %s', async (name, html) => {
  answers[`/${name}`] = html
  expect(await get(name)).toBeUndefined()
  const good = '<html><h1 id="error-title"></h1><meta content="0;url={url}"></html>'
  answers[`/${name}`] = good
  await eventually(async () => expect(await get(name)).toBe(good))
})
