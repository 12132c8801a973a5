/** Work that never ends holds its place for a while, not for ever. */
import { afterEach, expect, test, vi } from 'vitest'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { stripeEvent } from '../support/stripe-objects.ts'
import { expectMirrored, register, startPlatform } from './support.ts'

/** More than the worker works on at a time. */
const ACCOUNTS = 12

const market = await startPlatform()
const { bench, services } = market

afterEach(() => {
  vi.restoreAllMocks()
})

test('all places are free again for whatever comes later, and nothing that hung is lost', async () => {
  const ids: string[] = []
  for (let count = 0; count < ACCOUNTS; count += 1) ids.push((await register(market)).id)
  const { setTimeout } = globalThis
  // Minutes pass in a moment.
  const hurry = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((run: () => void, pause = 0, ...rest: []) =>
      setTimeout(run, pause >= 60_000 ? 200 : pause, ...rest)) as typeof setTimeout)
  const inbox = inboxStore(services.storage)
  for (const id of ids) {
    await bench.stripe.accounts.update(id, { email: `${id}@example.com` })
    await keepIn(inbox, stripeEvent('account.updated', id, { id, object: 'account' }), services.now())
  }
  const hung = vi.spyOn(services.stripe.accounts, 'retrieve').mockReturnValue(new Promise(() => {}) as never)
  const worker = startInboxWorker(services)
  try {
    await eventually(() => expect(hung.mock.calls.length).toBeGreaterThanOrEqual(ACCOUNTS))
    hung.mockRestore()
    // Real time again: otherwise slow work here would count as hung.
    hurry.mockRestore()
    await eventually(async () => expect(await inbox.figures()).toMatchObject({ waiting: 0 }))
    for (const id of ids) await expectMirrored(market, id)
  } finally {
    await worker.stop()
  }
})
