import { type Notes, noteStore } from '../../src/oversight/store/notes.ts'
import { OWNED, type TenantTrials } from '../support/trials.ts'

const NOTE = { noteid: 'note_1', text: 'Asked for another photo.', ...OWNED }
const ALL = { offset: 0, limit: undefined }

export const trials: TenantTrials<Notes> = {
  store: noteStore,
  fill: async (store) => void (await store.insert(NOTE)),
  attempts: {
    insert: [(store) => store.insert({ ...NOTE, noteid: 'note_2' }), false],
    ofAccount: [(store) => store.ofAccount(OWNED.stripeid, ALL), []],
    delete: [(store) => store.delete(NOTE)],
  },
}
