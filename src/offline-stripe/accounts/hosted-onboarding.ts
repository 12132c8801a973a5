/**
 * Does with test data what an account's owner does on Stripe's onboarding pages: answers everything that is due, names the
 * people of a company, accepts the agreement, and resolves what no call can
 * (https://docs.stripe.com/connect/hosted-onboarding).
 *
 * @module
 */
import type { ResourceApi } from '../resource-api.ts'
import { updateInput } from './account-parameters.ts'
import { applyAccount } from './apply-account.ts'
import { applyPerson, newPerson } from './apply-person.ts'
import { requestCapabilities } from './capability-requests.ts'
import { type Dossier, GROUPS, isGroup, isIndividual, type PersonRow } from './dossier.ts'
import { personTokenInput } from './person-parameters.ts'
import { requestedCapabilities } from './required-fields.ts'
import { currentlyDue, isUnanswered, pathOf } from './requirements.ts'
import { nested, testAnswer } from './test-answers.ts'

const REQUESTED = { requested: true }
const BROWSER = 'Offline Stripe'
const BIRTH_DATE = ['dob.day', 'dob.month', 'dob.year']

/**
 * Answers everything that is due in a dossier. Earlier answers stay.
 *
 * @param ip The owner's address.
 */
export function onboard(api: ResourceApi, dossier: Dossier, ip: string): void {
  const { account, row } = dossier
  const now = api.clock.now()
  account.tos_acceptance = { ...account.tos_acceptance, date: now, ip, user_agent: BROWSER }
  if (requestedCapabilities(dossier).length === 0) {
    const isRecipient = account.tos_acceptance.service_agreement === 'recipient'
    const wanted = isRecipient ? {} : { card_payments: REQUESTED }
    requestCapabilities(dossier, { ...wanted, transfers: REQUESTED }, now)
  }
  if (!account.business_type) applyAccount(api, dossier, { business_type: 'individual' }, ip)

  namePeople(api, dossier)
  let before: string[] = []
  let due = currentlyDue(dossier)
  // An answer can bring another question: a representative who is an executive owes what executives do.
  while (due.join() !== before.join()) {
    answer(api, dossier, due, ip)
    before = due
    due = currentlyDue(dossier)
  }
  row.secret.imposed.demands = row.secret.imposed.demands.filter((demand) => !isUnanswered(dossier, demand))
}

/** Adds a person to each group that must have people and has none. */
function namePeople(api: ResourceApi, dossier: Dossier): void {
  const groups = new Set(currentlyDue(dossier).map((path) => path.split('.')[0] ?? ''))
  for (const group of [...groups].filter(isGroup)) {
    const person = newPerson(api, dossier.account)
    const relationship = { [GROUPS[group]]: 'true' }
    applyPerson(api, person, dossier.account.country ?? '', personTokenInput({ relationship }))
    dossier.people.push(person)
  }
}

function answer(api: ResourceApi, dossier: Dossier, due: readonly string[], ip: string): void {
  const { country = '' } = dossier.account
  const answered = due.filter((path) => testAnswer(country, path) !== undefined)
  const ofPeople = dossier.people.flatMap((person) => answerAbout(api, dossier, person, answered))
  const others = answered
    .filter((path) => !ofPeople.includes(path))
    .map((path) => [path, testAnswer(country, path)] as const)
  applyAccount(api, dossier, updateInput(api.clock.now(), nested(others)), ip)
}

/** Answers what is due about one person. Returns the paths. */
function answerAbout(
  api: ResourceApi,
  { account }: Dossier,
  person: PersonRow,
  due: readonly string[],
): string[] {
  const { country = '' } = account
  const prefix = pathOf(account, person, '')
  const own = due.filter((path) => path.startsWith(prefix))
  const fields = own.map((path) => path.slice(prefix.length))
  // The API accepts a birth date only as a whole.
  if (fields.some((field) => BIRTH_DATE.includes(field))) fields.push(...BIRTH_DATE)
  const answers = fields.map((field) => [field, testAnswer(country, `${prefix}${field}`)] as const)
  const input = personTokenInput(nested(answers))
  applyPerson(api, person, country, input, isIndividual(account) ? 'individual' : undefined)
  return own
}
