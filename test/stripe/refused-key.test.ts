/** A key that Stripe no longer accepts, or that lacks a permission: nobody loses anything, and the administrator is told. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { whole } from './faulty-stripe.ts'
import { openScene, reads, rowsOf, type Scene, writes } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})

const answer = (status: string, error: object) => whole(JSON.stringify({ error }), { status })
const type = 'invalid_request_error'

describe.each([
  ['does not know the key', answer('401 Unauthorized', { type, message: 'Invalid API Key provided' })],
  ['does not permit what is asked', answer('403 Forbidden', { type, message: 'The key may not do that' })],
  ['has ended the key', answer('400 Bad Request', { type, code: 'api_key_expired', message: 'Expired' })],
])('a Stripe that %s', (_what, instead) => {
  test('is unavailable to every form and API, which keep what was typed', async () => {
    const before = await rowsOf(scene)
    const { log } = scene.services
    vi.spyOn(log, 'child').mockReturnValue(log as never)
    const error = vi.spyOn(log, 'error')
    scene.stripe.fault = { instead }
    const outcomes = await Promise.all(
      writes(scene).map(async ({ name, run, typed = [] }) => {
        const response = await run()
        const body = await response.text()
        // An administrator can mend the key, and is told.
        const told = /Stripe is not answering|stripe-unavailable|Stripe refused the key|key-refused/.test(
          body,
        )
        return { name, status: response.status, told, lost: typed.filter((text) => !body.includes(text)) }
      }),
    )
    expect(outcomes).toEqual(writes(scene).map(({ name }) => ({ name, status: 503, told: true, lost: [] })))
    expect(await rowsOf(scene)).toEqual(before)
    expect(error.mock.calls.map((call) => call.at(-1))).toEqual(
      outcomes.map(() => expect.stringContaining('look at STRIPE_KEY')),
    )
    vi.restoreAllMocks()
    for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
    scene.stripe.fault = undefined
  })
})
