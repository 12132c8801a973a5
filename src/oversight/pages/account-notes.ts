/**
 * The notes about an account on its page, and what its forms do with them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError, notFound } from '../../core/errors.ts'
import type { FormValues } from '../../web/sent.ts'
import { peopleByName } from '../people-by-name.ts'
import { noteStore } from '../store/notes.ts'

const LONGEST_NOTE = 2000

/** Notes on the page, the newest. */
const SHOWN = 50

/** With the names of those who wrote them, where the host knows names. */
export async function accountNotes(context: SignedInContext, stripeid: string) {
  const notes = await noteStore(context.services.storage).ofAccount(stripeid, { offset: 0, limit: SHOWN })
  const people = await peopleByName(
    context,
    notes.map(({ accountid }) => accountid),
  )
  return notes.map((note) => ({ ...note, by: people.get(note.accountid) }))
}

/** @throws ConnectError `invalid-note` for one that is empty or too long; `invalid-stripeid` when the account is gone */
export async function addNote(
  { services, caller: { accountid } }: SignedInContext,
  stripeid: string,
  { note: typed }: FormValues,
): Promise<void> {
  const text = typeof typed === 'string' ? typed.trim() : ''
  if (text === '' || text.length > LONGEST_NOTE) throw new ConnectError('invalid-note', { field: 'note' })
  const note = { noteid: randomUUID(), stripeid, accountid, text }
  if (!(await noteStore(services.storage).insert(note))) throw notFound('stripeid')
}

export async function removeNote(
  { services, caller: { accountid } }: SignedInContext,
  stripeid: string,
  { noteid }: FormValues,
): Promise<void> {
  if (typeof noteid !== 'string') throw new ConnectError('invalid-noteid', { field: 'noteid' })
  await noteStore(services.storage).delete({ noteid, stripeid, accountid })
}
