/** `check` and `migrate` as people type them, on the build. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Bench, startBench } from '../offline-stripe/support.ts'
import { some } from '../support/breadth.ts'
import { freePort } from '../support/marketplace.ts'

let bench: Bench

const CLI = path.join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js')

beforeAll(async () => {
  bench = await startBench()
  if (!existsSync(CLI)) throw new Error('these tests need the build: npm run build')
})

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'cli-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

function run(args: string[], cwd: string, env: Record<string, string> = {}) {
  return new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH ?? '', ...env } }
    execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    )
  })
}

test('migrate names each migration that it ran, and none the next time', async () => {
  const cwd = await folder()
  const env = { CONNECT_DATABASE_FILE: 'rows.db' }
  expect(await run(['migrate'], cwd, env)).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^SQLite in rows\.db:\n( {2}ran \d{3}-[\w-]+\n)+$/),
    stderr: '',
  })
  expect(await run(['migrate'], cwd, env)).toEqual({
    status: 0,
    stdout: 'SQLite in rows.db:\n  up to date\n',
    stderr: '',
  })
})

test('migrate says in one line why it could not', async () => {
  const cwd = await folder()
  const place = `127.0.0.1:${await freePort()}`
  const { status, stdout, stderr } = await run(['migrate'], cwd, {
    CONNECT_DATABASE_URL: `postgres://user:hidden@${place}/market`,
  })
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^[^\n]*cannot be used[^\n]*\n$/)
  expect(stderr).toContain(place)
  expect(stderr).not.toContain('hidden')
})

test('migrate keeps out of the file of Dashboard’s own rows', async () => {
  const cwd = await folder()
  const name = '@layeredapps/stripe-connect'
  const dashboard = { dependencies: { '@layeredapps/dashboard': '0.0.150' }, dashboard: { modules: [name] } }
  await writeFile(path.join(cwd, 'package.json'), JSON.stringify(dashboard))
  const { stdout } = await run(['migrate'], cwd, { DATABASE_FILE: 'market.db' })
  expect(stdout).toMatch(/^SQLite in market-connect\.db:/)
  expect(await readdir(cwd)).not.toContain('market.db')
})

test('check prints a line for each thing, and fails when there is a problem', async () => {
  const cwd = await folder()
  const env = { CONNECT_STRIPE_API: bench.url, PORT: String(await freePort()) }
  const fine = await run(['check'], cwd, env)
  expect(fine).toMatchObject({ status: 0, stderr: '' })
  expect(fine.stdout).toMatch(/^ok {7}configuration {5}The environment has no mistakes\.\n/)
  expect(fine.stdout).toMatch(/^warning {2}database /m)
  for (const line of fine.stdout.trimEnd().split('\n'))
    expect(line).toMatch(/^(ok|warning) +[a-z-]+ +[^{}]+\.$/)

  const bad = {
    ...env,
    STRIPE_KEY: 'sk_test_hidden',
    REDIS_URL: 'redis://:hidden@127.0.0.1:1',
    NODE_ENV: 'production',
    DASHBOARD_SERVER: `http://localhost:${env.PORT}`,
  }
  const problems = await run(['check'], cwd, { ...bad, CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_hidden' })
  expect(problems.status).toBe(1)
  expect(problems.stdout).toMatch(/^PROBLEM {2}webhook-endpoint /m)
  expect(problems.stdout).not.toContain('hidden')
  expect(await readdir(cwd)).toEqual([])
})

test('check gives the same as data', async () => {
  const cwd = await folder()
  const { status, stdout } = await run(['check', '--json'], cwd, { PORT: 'abc' })
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toEqual([
    {
      subject: 'configuration',
      state: 'problem',
      code: 'configuration.mistake',
      message: 'PORT must be a whole number from 1 to 65535, e.g. PORT=8080',
    },
  ])
})

test('every command says how it is used', async () => {
  const cwd = await folder()
  const help = async (command: string) => {
    const { status, stdout, stderr } = await run([command, '--help'], cwd)
    expect([status, stderr], command).toEqual([0, ''])
    expect(stdout, command).toContain(`stripe-connect ${command}`)
  }
  await Promise.all(['start', 'migrate', 'check', 'offline-stripe'].map(help))
})

test('an option that does not exist is refused', async () => {
  const { status, stderr } = await run(['check', '--jsno'], await folder())
  expect(status).toBe(1)
  expect(stderr).toMatch(/^[^\n]*--jsno[^\n]*\n$/)
})

test('a command that does not exist gets the list of those that do', async () => {
  const { status, stderr } = await run(['chekc'], await folder())
  expect(status).toBe(1)
  for (const command of ['start', 'migrate', 'check', 'offline-stripe']) expect(stderr).toContain(command)
})

test.each(['offline-stripe', 'simulator'])('%s starts the offline Stripe alone', async (command) => {
  const child = spawn(process.execPath, [CLI, command, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  const { url } = JSON.parse(String(line)) as { url: string }
  expect((await fetch(`${url}/_offline-stripe/clock`)).status).toBe(200)
})

test('admin adds an administrator, and makes a link for a password once', async () => {
  const cwd = await folder()
  const env = { CONNECT_DATABASE_FILE: 'rows.db', DASHBOARD_SERVER: 'https://market.example' }
  const added = await run(['admin', 'add', 'Ada\u200b@example.com.'], cwd, env)
  expect(added).toEqual({
    status: 0,
    stdout: expect.stringMatching(
      /^Nobody had registered with ada@example\.com: a new person was made, [^\n]+\n[^\n]+\n {2}https:\/\/market\.example\/account\/reset-password\?[^\n]+\n$/,
    ),
    stderr: '',
  })
  expect((await run(['admin', 'add', 'ada@example.com'], cwd, env)).stdout).toBe(
    'ada@example.com is an administrator.\n',
  )
  expect((await run(['admin', 'reset-password', 'ada@example.com'], cwd, env)).stdout).toContain(
    'https://market.example/account/reset-password?person=',
  )
})

const REFUSED: [args: string[], words: string][] = [
  [['admin', 'reset-password', 'nobody@example.com'], 'Nobody has registered with nobody@example.com.'],
  [['admin'], 'stripe-connect admin add <email>'],
  [['admin', 'remove', 'ada@example.com'], 'stripe-connect admin add <email>'],
  [['admin', 'add', 'ada'], 'stripe-connect admin add <email>'],
]

test.each(some(REFUSED, 2))('%j is refused in words', async (args, words) => {
  const { status, stdout, stderr } = await run(args, await folder(), { CONNECT_DATABASE_FILE: 'rows.db' })
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(words)
})
