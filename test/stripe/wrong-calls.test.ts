/** A call that Stripe does not understand, and a bug of ours: nobody loses what they typed, and the fault is logged. */
import { afterEach, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'
import { whole } from './faulty-stripe.ts'
import { type Operation, openScene, rowsOf, type Scene, writes } from './scene.ts'

let scene: Scene
let logged: MockInstance
beforeAll(async () => {
  scene = await openScene()
})

beforeEach(() => {
  const { log } = scene.services
  vi.spyOn(log, 'child').mockReturnValue(log as never)
  logged = vi.spyOn(log, 'error')
})

afterEach(() => {
  scene.stripe.fault = undefined
  vi.restoreAllMocks()
})

/** What becomes of forms and API calls. */
async function outcomes(calls: readonly Operation[], told: RegExp) {
  const found = []
  for (const { name, run, typed = [] } of calls) {
    const response = await run()
    const body = await response.text()
    const lost = typed.filter((text) => !body.includes(text))
    found.push({ name, status: response.status, told: told.test(body), lost })
  }
  return found
}

const each = (calls: readonly Operation[], status: number) =>
  calls.map(({ name }) => ({ name, status, told: true, lost: [] }))

describe.each(['400 Bad Request', '402 Request Failed'])('a Stripe that answers %s', (status) => {
  test.each(['parameter_unknown', 'parameters_exclusive'])(
    'with %s does not understand us, which loses nothing that was typed',
    async (code) => {
      const before = await rowsOf(scene)
      // Whatever Stripe says of a file stands at its input.
      const calls = writes(scene).filter(({ name }) => name !== 'the form with documents')
      const error = { type: 'invalid_request_error', code, message: 'secret' }
      scene.stripe.fault = { instead: whole(JSON.stringify({ error }), { status }) }
      const told = /wrong way. Quote [-\w]+ if you ask|stripe-not-understood/
      expect(await outcomes(calls, told)).toEqual(each(calls, 502))
      expect(logged.mock.calls.map((call) => call.at(-1))).toEqual(calls.map(() => 'a request failed'))
      scene.stripe.fault = undefined
      expect(await rowsOf(scene)).toEqual(before)
    },
  )
})

test('a bug of ours loses nothing that was typed', async () => {
  const { accounts, files } = scene.services.stripe
  const bug = new TypeError('a bug')
  for (const method of ['create', 'update', 'del', 'reject'] as const)
    vi.spyOn(accounts, method).mockRejectedValue(bug)
  vi.spyOn(files, 'create').mockRejectedValue(bug)
  const calls = writes(scene)
  const told = /Something went wrong on our side.* Quote [-\w]+ if|internal-error/
  expect(await outcomes(calls, told)).toEqual(each(calls, 500))
  expect(logged.mock.calls).toEqual(calls.map(() => [{ err: bug }, 'a request failed']))
})
