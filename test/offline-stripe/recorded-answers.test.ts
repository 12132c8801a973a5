import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { hasSpecification } from './oracle.ts'
import { type Recording, recordAnswers } from './recorded-answers.ts'

const main = fileURLToPath(new URL('../../dist/src/offline-stripe/main.js', import.meta.url))

/** Lets a process create an account, then kills it. */
async function recordAccount(): Promise<Recording> {
  const recording = await recordAnswers()
  const child = spawn(process.execPath, [main, '--port', '0'], {
    env: { ...process.env, ...recording.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const headers = { authorization: 'Bearer sk_test_record' }
  const body = new URLSearchParams({ type: 'custom', country: 'US' })
  const made = await fetch(`${url}/v1/accounts`, { method: 'POST', headers, body })
  const { id } = (await made.json()) as { id: string }
  await fetch(`${url}/v1/accounts/${id}?expand[]=business_profile`, { headers })
  await fetch(`${url}/v1/accounts/acct_nobodys`, { headers })
  child.kill('SIGKILL')
  await once(child, 'exit')
  return recording
}

it('finds what a process answered before it was killed', async () => {
  await expect((await recordAccount()).check()).resolves.toBeUndefined()
})

it.skipIf(!hasSpecification).each([
  ['an object that is not as Stripe has it', 200, { id: 'acct_1', object: 'account', type: 'unheard of' }],
  ['an error that is not as Stripe has it', 400, { message: 'no' }],
])('refuses %s', async (_name, status, body) => {
  const recording = await recordAccount()
  const answer = ['GET', '/v1/accounts/acct_1', status, body]
  await appendFile(recording.env.RECORDED_ANSWERS, `${JSON.stringify(answer)}\n`)
  await expect(recording.check()).rejects.toThrow(`GET /v1/accounts/acct_1 (${status})`)
})

it('refuses that nothing was answered', async () => {
  await expect((await recordAnswers()).check()).rejects.toThrow('No process recorded an answer')
})
