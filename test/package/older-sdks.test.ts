/** Programs that know nothing of an offline Stripe, and are led to one: with SDKs of every age, and without any. */

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../../src/offline-stripe/http/certificate.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import { some } from '../support/breadth.ts'

const execute = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')
const PRELOAD = '@layeredapps/stripe-connect/offline-stripe/preload'

/** Milliseconds for npm, which may have to download packages. */
const INSTALLING = 300_000

/** Versions of stripe-node, by the names under which they are installed. Those before 22 upload to a host of their own. */
const ALL_SDKS = {
  'stripe-8': '8',
  'stripe-14': '14',
  'stripe-17': '17',
  'stripe-21': '21',
  'stripe-now': '23',
}
const SDKS = Object.fromEntries(some(Object.entries(ALL_SDKS), 2))

let consumer: string

beforeAll(async () => {
  consumer = await mkdtemp(path.join(tmpdir(), 'sdks-'))
  await writeFile(path.join(consumer, 'package.json'), '{"name": "sdks", "private": true}')
  const [packed] = JSON.parse(await npm('pack', path.join(root, 'dist'), '--json')) as { filename: string }[]
  const sdks = Object.entries(SDKS).map(([name, version]) => `${name}@npm:stripe@${version}`)
  await npm('install', '--prefer-offline', `./${packed?.filename}`, ...sdks)
  for (const name of ['sdk.mjs', 'calls.mjs'])
    await copyFile(path.join(import.meta.dirname, 'programs', name), path.join(consumer, name))
}, INSTALLING)

afterAll(() => rm(consumer, { recursive: true, force: true }))

async function npm(...args: string[]): Promise<string> {
  const options = ['--no-audit', '--no-fund', '--loglevel=error']
  return (await execute('npm', [...args, ...options], { cwd: consumer })).stdout
}

/** Runs a program that is led to an offline Stripe. @returns the JSON that it printed */
async function run(url: string, program: string, ...given: string[]): Promise<unknown> {
  const { stdout } = await execute(process.execPath, ['--import', PRELOAD, program, ...given], {
    cwd: consumer,
    env: { PATH: process.env.PATH, HOME: consumer, OFFLINE_STRIPE_URL: url },
  })
  return JSON.parse(stdout)
}

/** The methods and paths of the calls that an offline Stripe received. */
async function callsOf(url: string): Promise<string[]> {
  const response = await fetch(`${url}/_offline-stripe/requests`)
  const { data } = (await response.json()) as { data: { method: string; path: string }[] }
  return data.map((call) => `${call.method} ${call.path}`)
}

describe.each([false, true])('over HTTPS: %s', (https) => {
  test.each(Object.keys(SDKS))('%s calls and uploads', async (sdk) => {
    const offlineStripe = await startCheckedOfflineStripe({ https })
    onTestFinished(() => offlineStripe.close())
    expect(await run(offlineStripe.url, 'sdk.mjs', sdk)).toEqual({ listed: true, document: true })
    if (!https) expect(await callsOf(offlineStripe.url)).toContain('POST /v1/files')
  })

  test.each(Object.keys(SDKS))('%s that is told of the host and no TLS uploads, too', async (sdk) => {
    const offlineStripe = await startCheckedOfflineStripe({ https })
    onTestFinished(() => offlineStripe.close())
    const { hostname, port } = new URL(offlineStripe.url)
    const plain = JSON.stringify({ host: hostname, port, protocol: 'http' })
    const done = run(offlineStripe.url, 'sdk.mjs', sdk, plain)
    if (https) await expect(done).rejects.toThrow()
    else await expect(done).resolves.toEqual({ listed: true, document: true })
  })

  test('a program without an SDK calls, and reaches other hosts', async () => {
    const offlineStripe = await startCheckedOfflineStripe({ https })
    onTestFinished(() => offlineStripe.close())
    const other = createServer(await makeCertificate('localhost'), (_, response) => response.end('elsewhere'))
    onTestFinished(() => void other.close())
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = `https://localhost:${(other.address() as AddressInfo).port}/`
    expect(await run(offlineStripe.url, 'calls.mjs', address)).toEqual({
      'https.get': 'US',
      'https.request': 'US',
      fetch: 'US',
      'fetch of undici': 'US',
      'request of undici': 'US',
      'tls with options': 'US',
      'tls with a port': 'US',
      elsewhere: 'elsewhere',
    })
  })
})

test('an address that is none is named', async () => {
  await expect(run('nowhere', 'sdk.mjs', 'stripe-now')).rejects.toThrow(
    'OFFLINE_STRIPE_URL must be an address',
  )
})
