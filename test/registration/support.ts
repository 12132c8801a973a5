/**
 * A registration desk: our services with a new database, and an offline Stripe that verifies at once.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { afterAll, vi } from 'vitest'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { loadConfig, type StripeConfig } from '../../src/config/config.ts'
import type { Services, SignedInContext } from '../../src/context/context.ts'
import type { LoggedRequest } from '../../src/offline-stripe/http/request-log.ts'
import { createAccount } from '../../src/registration/create-account.ts'
import { open, type Registration } from '../../src/registration/registration.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { translators } from '../../src/runtime/translators.ts'
import type { Field } from '../../src/web/form-fields.ts'
import type { Attempt } from '../../src/web/route.ts'
import { type Bench, startBench } from '../offline-stripe/support.ts'
import { testServices } from '../support/services.ts'

export interface Desk {
  bench: Bench
  services: Services
  /** The calls to Stripe so far. */
  calls(): Promise<LoggedRequest[]>
}

/** @param settings of Stripe, in place of the usual ones */
export async function openDesk(settings: Partial<StripeConfig> = {}): Promise<Desk> {
  const bench = await startBench({ verificationSeconds: 0 })
  const config = loadConfig({ LOG_LEVEL: 'silent' })
  const services = await testServices({
    ...config,
    stripe: {
      ...config.stripe,
      ...{ offline: true, key: 'sk_test_desk', api: new URL(bench.url), maxRetries: 0, ...settings },
    },
  })
  afterAll(() => closeServices(services))
  return {
    bench,
    services,
    calls: async () => ((await bench.control('GET', 'requests')) as { data: LoggedRequest[] }).data,
  }
}

const messages = translators.english

/** A signed-in person. */
export function signedIn(services: Services, accountid: string = randomUUID()): SignedInContext {
  return {
    services,
    caller: { accountid, sessionid: 'session_1', administrator: false },
    requestId: 'test',
    ip: '203.0.113.7',
    userAgent: 'Test browser',
    messages,
    log: services.log,
  }
}

export function newAccount(context: SignedInContext, country: string): Promise<StripeAccountRow> {
  return createAccount(context, { country, businessType: 'individual', operation: randomUUID() })
}

/** The registration of an account, with nothing but Stripe's answer known. */
export function opened(
  context: SignedInContext,
  stripeObject: Stripe.Account,
  attempt?: Attempt,
): Registration {
  const row = { stripeid: stripeObject.id, stripeObject, status: 'unfinished' }
  return open(context, row as StripeAccountRow, attempt)
}

/** Every question in an account's form. */
export function fieldsOf(
  context: SignedInContext,
  { stripeObject }: Pick<StripeAccountRow, 'stripeObject'>,
): Field[] {
  return opened(context, stripeObject).steps.flatMap((step) => step.groups.flatMap((group) => group.fields))
}

export function fieldOf(
  context: SignedInContext,
  row: Pick<StripeAccountRow, 'stripeObject'>,
  name: string,
): Field | undefined {
  return fieldsOf(context, row).find((field) => field.name === name)
}

/** An account as Stripe would answer, with the fields that a test is about. */
export function accountWith(given: {
  country: string
  due?: string[]
  later?: string[]
  announced?: string[]
  errors?: { code: string; reason: string; requirement: string }[]
  alternatives?: { original_fields_due: string[]; alternative_fields_due: string[] }[]
  deadline?: number
  rest?: Record<string, unknown>
}): Stripe.Account {
  return {
    id: 'acct_test',
    object: 'account',
    country: given.country,
    business_type: 'individual',
    requirements: {
      currently_due: given.due ?? [],
      eventually_due: [...(given.due ?? []), ...(given.later ?? [])],
      past_due: [],
      pending_verification: [],
      errors: given.errors ?? [],
      alternatives: given.alternatives ?? [],
      current_deadline: given.deadline ?? null,
      disabled_reason: null,
    },
    future_requirements: {
      currently_due: given.announced ?? [],
      eventually_due: ['individual.never_shown'],
      past_due: [],
      pending_verification: [],
      errors: [],
      alternatives: [],
      current_deadline: null,
      disabled_reason: null,
    },
    ...given.rest,
  } as unknown as Stripe.Account
}

/** A context with only what forms need. */
export function atTheDesk(options: { live?: boolean; now?: Date } = {}): SignedInContext {
  const services = {
    config: { stripe: { offline: false, key: options.live ? 'sk_live_1' : 'sk_test_1' } },
    now: () => options.now ?? new Date('2026-11-21T12:00:00Z'),
    log: { warn: vi.fn() },
  }
  return signedIn(services as unknown as Services, 'person_1')
}
