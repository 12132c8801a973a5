import { type Departures, departureStore } from '../../src/accounts/store/departures.ts'
import { type TakenOver, takenOverStore } from '../../src/accounts/store/taken-over.ts'
import type { EarlierBatch } from '../../src/storage/earlier/earlier-rows.ts'
import { OWNED, type TenantTrials } from '../support/trials.ts'

const { stripeid, accountid } = OWNED
const LATER = new Date('2030-01-01T00:00:00Z')
const CLAIM = { key: stripeid, holder: 'somebody' }

const batchOf = (objectid: string): EarlierBatch => ({
  object: 'person',
  rows: [
    {
      ...{ objectid, stripeid, accountid, stripeObject: { id: objectid, object: 'person' } },
      ...{ submittedAt: undefined, createdAt: LATER },
    },
  ],
})
const take = (store: TakenOver) =>
  store.take(batchOf('person_taken'), async () => ({ accountid: OWNED.accountid }))

const ofTakenOver: TenantTrials<TakenOver> = {
  store: takenOverStore,
  async fill(store) {
    await take(store)
    await store.take(batchOf('person_given_up'), async () => ({ accountid }))
    await store.died(['person_given_up'], 'gone', new Date(0))
    await store.claim(1, LATER, LATER)
    await store.complete()
  },
  attempts: {
    isComplete: [(store) => store.isComplete(), false],
    anyWaiting: [(store) => store.anyWaiting(), false],
    claim: [(store) => store.claim(10, LATER, LATER), []],
    extend: [(store) => store.extend(CLAIM, LATER)],
    release: [(store) => store.release(CLAIM)],
    done: [(store) => store.done(['person_taken'], LATER)],
    failed: [(store) => store.failed(['person_taken'], { failure: 'failed', nextAttemptAt: LATER })],
    died: [(store) => store.died(['person_taken'], 'died', LATER)],
    forgetLeases: [(store) => store.forgetLeases(LATER, 10), 0],
    retryDead: [(store) => store.retryDead()],
    forget: [(store) => store.forget(LATER, 10), 0],
    take: [take, 1],
    complete: [(store) => store.complete()],
  },
}

const DEPARTURE = { ...OWNED, name: 'Hart Pottery' }

const ofDepartures: TenantTrials<Departures> = {
  store: departureStore,
  fill: (store) => store.record(DEPARTURE),
  attempts: {
    record: [(store) => store.record({ ...DEPARTURE, name: 'another' })],
    find: [(store) => store.find(stripeid)],
    ofPerson: [(store) => store.ofPerson(accountid, 10), []],
    remove: [(store) => store.remove(DEPARTURE)],
    forget: [(store) => store.forget(LATER, 10), 0],
  },
}

export const trials = [ofTakenOver, ofDepartures]
