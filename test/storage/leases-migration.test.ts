import { expect, test } from 'vitest'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { insertRow, migrateTo, withDatabase } from '../support/raw-database.ts'
import { APPID, eachStorage } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const LATER = new Date('2026-01-01T00:01:00Z')

eachStorage(
  'what waits in a database of the version before',
  (open, config) => {
    test('is claimed, under the key that it was given, also where a worker of that version has it', async () => {
      const place = await config()
      await migrateTo(place, '006-dead-letters')
      const event = stripeEvent('person.updated', 'acct_1', { id: 'person_1', object: 'person' })
      await withDatabase(place, (db) =>
        insertRow(db, 'connect_inbox', {
          ...{ appid: APPID, eventid: event.id, type: event.type, stripeid: 'acct_1', objectid: 'acct_1' },
          ...{ payload: JSON.stringify(event), received_at: NOW, attempts: 2, next_attempt_at: NOW },
          lease_until: LATER,
        }),
      )
      const inbox = inboxStore(await open())
      const [claim] = await inbox.claim(10, NOW, LATER)
      expect(claim).toMatchObject({ key: 'acct_1', tasks: [{ id: event.id, payload: event, attempts: 2 }] })
    })
  },
  { fresh: true },
)
