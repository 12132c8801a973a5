/** The command line as a person uses it, on the build. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { check } from '../../src/cli/check/check.ts'
import { Browser } from '../hosts/support.ts'
import { type Recording, recordAnswers } from '../offline-stripe/recorded-answers.ts'
import { freePort } from '../support/marketplace.ts'

const CLI = path.join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js')

/** The address of the demo application server, in the block that `start` prints. */
const MARKET = /(http:\/\/127\.0\.0\.1:\d+)\/ \(the demo/

let recording: Recording

interface Run {
  child: ChildProcess
  output(): string
  exit: Promise<number | null>
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'start-'))
  onTestFinished(() => rm(made, { recursive: true, maxRetries: 20 }))
  return made
}

function run(args: string[], cwd: string, env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', ...recording.env, ...env },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  return { child, output: () => printed, exit }
}

async function started(cwd: string, env: Record<string, string> = {}): Promise<Run & { url: string }> {
  const port = await freePort()
  const running = run(['start'], cwd, { PORT: String(port), ...env })
  // Wait for the last line of the block: the lines before it may come one by one.
  await expect.poll(running.output).toContain('Ctrl-C stops everything.')
  return { ...running, url: `http://127.0.0.1:${port}` }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

/** Ends the processes left of a detached one. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // No process is left.
  }
}

/** Starts with a mistake and returns the lines printed before it ended. */
async function refused(cwd: string, env: Record<string, string>, args: string[] = []): Promise<string[]> {
  const { exit, output } = run(['start', ...args], cwd, { PORT: String(await freePort()), ...env })
  expect(await exit).toBe(1)
  return output().trim().split('\n')
}

beforeAll(async () => {
  if (!existsSync(CLI)) throw new Error('these tests need the build: npm run build')
  recording = await recordAnswers()
})

afterAll(() => recording.check())

test('starts everything, stops all of it on a signal, and finds it again', async () => {
  const cwd = await folder()
  const first = await started(cwd)
  expect(first.output()).toMatch(/Stripe\s+offline/)
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  expect(await (await fetch(first.url)).text()).toContain('Craft market')
  const [, market = ''] = MARKET.exec(first.output()) ?? []
  expect((await fetch(market)).status).toBe(403)
  first.child.kill('SIGTERM')
  expect(await first.exit).toBe(0)
  await expect(fetch(market)).rejects.toThrow()
  const second = await started(cwd)
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200)
  const { port: PORT } = new URL(second.url)
  const findings = await check({ HOST: '127.0.0.1', PORT, CONNECT_DATA: path.join(cwd, 'data') })
  expect(findings.filter(({ state }) => state !== 'ok').map(({ code }) => code)).toEqual(['events.none'])
  expect(findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['stripe-key.offline', 'webhook-secret.kept', 'webhook-delivery.ok']),
  )
})

test('says what to do first, which changes once somebody has registered', async () => {
  const cwd = await folder()
  const first = await started(cwd)
  expect(first.output()).toContain(`First, register at ${first.url}/account/register`)
  await new Browser(first.url).register('first@example.com')
  first.child.kill('SIGTERM')
  await first.exit
  const second = await started(cwd)
  expect(second.output()).toContain(`Sign in at ${second.url}/account/signin`)
  expect(second.output()).not.toContain('First')
})

test('what it started does not outlive it, however it ended', async () => {
  const { child, exit, output } = await started(await folder())
  const [, market = ''] = MARKET.exec(output()) ?? []
  expect((await fetch(market)).status).toBe(403)
  child.kill('SIGKILL')
  await exit
  await expect.poll(() => answers(market)).toBe(false)
})

test('npm start stops when npm is told to, though npm tells only the shell', async () => {
  const port = await freePort()
  const shell = spawn('sh', ['-c', '"$0" scripts/start.mjs; :', process.execPath], {
    cwd: path.join(import.meta.dirname, '..', '..'),
    detached: true,
    env: {
      ...recording.env,
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      CONNECT_DATA: await folder(),
      npm_lifecycle_event: 'start',
    },
  })
  onTestFinished(() => endGroup(shell))
  shell.stdout.resume()
  shell.stderr.resume()
  const url = `http://127.0.0.1:${port}/healthz`
  await expect.poll(() => answers(url)).toBe(true)
  const closed = once(shell, 'close')
  shell.kill('SIGTERM')
  // The output closes when the last process with it has ended.
  await closed
  expect(await answers(url)).toBe(false)
})

describe('one clear line and status 1 for', () => {
  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const lines = await refused(await folder(), { PORT: String(port) })
    expect(lines).toEqual([expect.stringContaining(`Port ${port} is in use`)])
  })

  test('a data folder that cannot be written', async () => {
    const cwd = await folder()
    await writeFile(path.join(cwd, 'data'), 'a file')
    expect(await refused(cwd, {})).toEqual([expect.stringMatching(/data folder .* cannot be written/)])
  })

  test('a database that does not answer', async () => {
    const port = await freePort()
    const database = `postgres://user:secret@127.0.0.1:${port}/market`
    const lines = await refused(await folder(), {
      CONNECT_STORAGE: 'postgresql',
      CONNECT_DATABASE_URL: database,
    })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(String(port))
    expect(lines[0]).not.toContain('secret')
  })

  test('production without an app to stand in front of', async () => {
    const env = {
      NODE_ENV: 'production',
      DASHBOARD_SERVER: 'https://market.example',
      CONNECT_STRIPE_API: 'http://127.0.0.1:1',
      CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_1',
    }
    expect(await refused(await folder(), env)).toEqual([
      expect.stringContaining('APPLICATION_SERVER is missing'),
    ])
  })

  test('a key that Stripe refuses', async () => {
    const stripe = createServer((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' })
      response.end('{"error":{"type":"invalid_request_error","message":"Invalid API Key provided"}}')
    }).listen(0, '127.0.0.1')
    await once(stripe, 'listening')
    onTestFinished(() => void stripe.close())
    const { port } = stripe.address() as AddressInfo
    const env = { STRIPE_KEY: 'sk_test_wrong', CONNECT_STRIPE_API: `http://127.0.0.1:${port}` }
    expect(await refused(await folder(), env)).toEqual([expect.stringContaining('Stripe refuses the key')])
  })

  test('a package.json that cannot be understood', async () => {
    const cwd = await folder()
    await writeFile(path.join(cwd, 'package.json'), '{"dashboard": {"proxy": "x"}}')
    expect(await refused(cwd, {})).toEqual([expect.stringContaining('dashboard.proxy')])
    await writeFile(path.join(cwd, 'package.json'), '{"dashboard": {"proxy": ["/missing.js"]}}')
    expect(await refused(cwd, {})).toEqual([expect.stringContaining('/missing.js')])
  })

  test('an option that does not exist', async () => {
    expect(await refused(await folder(), {}, ['--dmeo'])).toEqual([expect.stringContaining('--dmeo')])
  })
})

test('all mistakes of the configuration are reported together', async () => {
  const lines = await refused(await folder(), { TRUST_PROXY: 'x', CONNECT_HEADER_LIMIT: 'y' })
  expect(lines).toEqual([
    expect.any(String),
    expect.stringContaining('TRUST_PROXY'),
    expect.stringContaining('CONNECT_HEADER_LIMIT'),
  ])
})

test('says how it is used', async () => {
  const help = run(['--help'], await folder())
  expect(await help.exit).toBe(0)
  expect(help.output()).toContain('APPLICATION_SERVER')
  const unknown = run(['nonsense'], await folder())
  expect(await unknown.exit).toBe(1)
  expect(unknown.output()).toContain('Usage')
})
