/**
 * Does with test data what an account's owner does on Stripe's onboarding pages: answers everything that is due, accepts the
 * agreement, and resolves what no call can (https://docs.stripe.com/connect/hosted-onboarding).
 *
 * @module
 */
import type { ResourceApi } from '../resource-api.ts'
import { updateInput } from './account-parameters.ts'
import { applyAccount } from './apply-account.ts'
import { applyPerson } from './apply-person.ts'
import { requestCapabilities } from './capability-requests.ts'
import type { Dossier } from './dossier.ts'
import { personTokenInput } from './person-parameters.ts'
import { requestedCapabilities } from './required-fields.ts'
import { currentlyDue, isUnanswered } from './requirements.ts'
import { nested, testAnswer } from './test-answers.ts'

const REQUESTED = { requested: true }
const BROWSER = 'Offline Stripe'
const OF_PERSON = /^(individual|person_\w+)\./
const BIRTH_DATE = ['dob.day', 'dob.month', 'dob.year']

/** Whether there is test data for the account. There is none for a company and its people. */
export function canOnboard({ account: { business_type } }: Dossier): boolean {
  return !business_type || business_type === 'individual'
}

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

  const { country = '' } = account
  const answers = currentlyDue(dossier).map((path) => [path, testAnswer(country, path)] as const)
  const ofPerson = answers
    .filter(([path, answer]) => OF_PERSON.test(path) && answer !== undefined)
    .map(([path, answer]) => [path.replace(OF_PERSON, ''), answer] as const)
  const others = answers.filter(([path, answer]) => !OF_PERSON.test(path) && answer !== undefined)
  const [person] = dossier.people
  if (person) {
    // The API accepts a birth date only as a whole.
    const dob = ofPerson.some(([field]) => BIRTH_DATE.includes(field)) ? BIRTH_DATE : []
    const whole = dob.map((field) => [field, testAnswer(country, `individual.${field}`)] as const)
    applyPerson(api, person, country, personTokenInput(nested([...ofPerson, ...whole])), 'individual')
  }
  applyAccount(api, dossier, updateInput(now, nested(others)), ip)
  row.secret.imposed.demands = row.secret.imposed.demands.filter((demand) => !isUnanswered(dossier, demand))
}
