/** The offline Stripe over HTTPS, for programs that speak nothing else. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Agent, get } from 'node:https'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Stripe from 'stripe'
import { expect, it, onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../dist/src/offline-stripe/main.js', import.meta.url))

async function start() {
  const child = spawn(process.execPath, [main, '--port', '0', '--https'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { ...(JSON.parse(line) as { url: string; ca: string }), child, exited }
}

/** The name of the host in an answer to a request that trusts only one authority. */
async function reach(name: string, port: string, ca: string | undefined): Promise<number | undefined> {
  // As if the name stood in the machine's file of hosts.
  const lookup: NonNullable<Parameters<typeof get>[1]>['lookup'] = (_host, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const called = get({ host: name, port, path: '/', lookup, ...(ca && { ca }) })
  const [response] = await once(called, 'response')
  response.resume()
  return response.statusCode
}

it('is trusted under its own names and those of Stripe by whoever trusts its authority', async () => {
  const { url, ca: file, child, exited } = await start()
  const { port, protocol } = new URL(url)
  expect(protocol).toBe('https:')
  const ca = await readFile(file, 'utf8')
  for (const name of ['127.0.0.1', 'localhost', 'api.stripe.com', 'files.stripe.com', 'connect.stripe.com'])
    expect(await reach(name, port, ca), name).toBe(200)
  await expect(reach('api.stripe.com', port, undefined)).rejects.toThrow()
  await expect(reach('api.example.com', port, ca)).rejects.toThrow()

  const options = { host: 'localhost', port, httpAgent: new Agent({ ca }), telemetry: false }
  const stripe = new Stripe('sk_test_secure', options)
  const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
  expect(id).toMatch(/^acct_/)

  child.kill('SIGTERM')
  await exited
  expect(existsSync(file)).toBe(false)
})
