import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ConnectError } from '../../src/core/errors.ts'
import { translators } from '../../src/runtime/translators.ts'
import { answerFailure, type Failure, failureOf, UNAVAILABLE } from '../../src/web/refusal.ts'

const messages = translators.english

/** @returns the answer, and why the page could not be drawn */
async function answerTo(failure: Failure, told: Partial<Parameters<typeof answerFailure>[1]> = {}) {
  let undrawn: unknown
  const server = createServer(async (_request, response) => {
    const draw = ({ data }: { data: object }) => JSON.stringify(data)
    const all = { isProgram: false, messages, requestId: 'request-1', draw, ...told }
    undrawn = await answerFailure(failure, all, response)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { status: response.status, headers: response.headers, text: await response.text(), undrawn }
}

test('a program is told the code, the field and a sentence', async () => {
  const refusal = new ConnectError('invalid-stripeid', { status: 404, field: 'stripeid' })
  const { status, headers, text } = await answerTo(failureOf(refusal), { isProgram: true })
  expect([status, headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8'])
  expect(headers.get('cache-control')).toBe('no-store')
  expect(JSON.parse(text)).toEqual({
    object: 'error',
    message: 'invalid-stripeid',
    field: 'stripeid',
    detail: messages.problem({ code: 'invalid-stripeid' }),
  })
})

test('a program is told where to send a person instead', async () => {
  const refusal = new ConnectError('deletion-refused', { status: 409, values: { redirect: '/orders' } })
  const { text } = await answerTo(failureOf(refusal), { isProgram: true })
  expect(JSON.parse(text)).toMatchObject({ message: 'deletion-refused', redirect: '/orders' })
})

test('of a fault of ours everybody is told the request’s id', async () => {
  const program = await answerTo(failureOf(undefined), { isProgram: true })
  expect(program.status).toBe(500)
  expect(JSON.parse(program.text)).toEqual({
    object: 'error',
    message: 'internal-error',
    detail: expect.stringContaining('request-1'),
  })
  const page = await answerTo(failureOf(undefined))
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(JSON.parse(page.text)).toEqual({
    status: 500,
    title: messages.text('error-page.title.500'),
    sentence: messages.text('error-page.internal'),
    requestId: 'request-1',
  })
})

test('a page that cannot be drawn is words', async () => {
  const error = new Error('no such template')
  const { status, headers, text, undrawn } = await answerTo(UNAVAILABLE, {
    draw: () => {
      throw error
    },
  })
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(text).toContain(messages.text('problem.unavailable'))
  expect(text).toContain('request-1')
  expect(undrawn).toBe(error)
})
