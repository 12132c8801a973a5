import { type Invitations, invitationStore } from '../../src/registration/store.ts'
import { OWNED, OWNED_PERSON, type TenantTrials } from '../support/trials.ts'

const INVITATION = {
  personid: OWNED_PERSON,
  stripeid: OWNED.stripeid,
  invitee: 'Ana Silva',
  digest: 'digest',
  endsAt: new Date('2030-01-01T00:00:00Z'),
  usedAt: undefined,
  filledAt: undefined,
}

export const trials: TenantTrials<Invitations> = {
  store: invitationStore,
  fill: (store) => store.make(OWNED, INVITATION),
  attempts: {
    make: [(store) => store.make(OWNED, { ...INVITATION, digest: 'another' })],
    find: [(store) => store.find(OWNED_PERSON)],
    ofAccount: [(store) => store.ofAccount(OWNED.stripeid), []],
    use: [(store) => store.use(OWNED, INVITATION), false],
    giveBack: [(store) => store.giveBack(OWNED, { ...INVITATION, filledAt: new Date(0) })],
  },
}
