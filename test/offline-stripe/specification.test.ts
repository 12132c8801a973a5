/** The offline Stripe knows every parameter that Stripe's specification lists for its routes, and every value of it. */

import { describe, expect, it } from 'vitest'
import { some } from '../support/breadth.ts'
import { readSpecification } from './oracle.ts'
import { type Operation, type Sample, type Trial, trialsOf } from './specification.ts'
import { activeAccount, PNG, startBench } from './support.ts'

/** Trials of a route outside CI. */
const MOST = 12

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench
const specification = readSpecification()

/** The ids that paths name, by placeholder. */
type Places = Record<string, string>
type Pairs = readonly (readonly [name: string, value: string])[]

/** What no trial changes. */
async function sharedPlaces(): Promise<Places> {
  const { id: file } = await stripe.files.create({
    purpose: 'business_logo',
    file: { name: 'a.png', type: 'image/png', data: PNG },
  })
  const { id: link } = await stripe.fileLinks.create({ file })
  const endpoint = await stripe.webhookEndpoints.create({ url: 'https://e.com', enabled_events: ['*'] })
  const { id: token } = await stripe.tokens.create({ pii: { id_number: '000000000' } })
  const payee = await activeAccount(bench, {})
  const transaction = await bench.control('POST', 'fund', { account: payee, amount: 10_000, currency: 'usd' })
  const payout = await stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: payee })
  const { data } = await stripe.events.list({ limit: 1 })
  return {
    ...{ capability: 'transfers', country: 'US', event: data[0]?.id ?? '', file, link, payee },
    ...{ payout: payout.id, token, transaction: String(transaction.id), webhook_endpoint: endpoint.id },
  }
}

const shared = await sharedPlaces()

/**
 * The ids for the trials of one path. Its seller is its own, because trials may use up what a seller has. There are two where
 * bank accounts take other parameters than cards.
 */
async function placesOf(path: string): Promise<[Places, ...Places[]]> {
  const { id: account } = await stripe.accounts.create({ type: 'custom', country: 'US' })
  const id = (path.includes('events') ? shared.event : shared.transaction) ?? ''
  const places = { ...shared, account, id }
  if (path.includes('{person}')) {
    const { id: person } = await stripe.accounts.createPerson(account, {})
    return [{ ...places, person }]
  }
  if (!path.includes('external_accounts')) return [places]
  const add = (external_account: string) =>
    stripe.accounts.createExternalAccount(account, { external_account })
  const [bank, card] = [await add('btok_us_verified'), await add('tok_visa_debit')]
  return [
    { ...places, id: bank.id },
    { ...places, id: card.id },
  ]
}

/** Accepted values by the last name of a parameter. Of the others only the way they are read counts, so `x` is sent. */
const SAMPLES: Record<string, string> = {
  account_number: '000123456789',
  additional_files: shared.file ?? '',
  country: 'US',
  currency: 'usd',
  cvc: '123',
  exp_month: '12',
  exp_year: '2035',
  external_account: 'tok_visa_debit',
  file: shared.file ?? '',
  icon: shared.file ?? '',
  logo: shared.file ?? '',
  number: '4000056655665556',
  object: 'bank_account',
  payment_flow_file: shared.file ?? '',
  primary_color: '#ff8800',
  purpose: 'business_logo',
  secondary_color: '#f80',
  token: 'tok_visa_debit',
  url: 'https://e.com',
  year: '1980',
}
const KINDS: Record<string, string> = { boolean: 'true', integer: '1', number: '1' }

function sampleOf({ account }: Places): Sample {
  return (name, { enum: words, format, type = '' }) => {
    const last = /(\w+)\]?$/.exec(name.replaceAll(/\[\d+\]/g, ''))?.[1] ?? ''
    const known = name === 'account' ? account : SAMPLES[last]
    if (words) return words.find((word) => word === known) ?? words[0] ?? ''
    if (known !== undefined) return known
    if (format === 'unix-time') return String(Math.floor(Date.now() / 1000) + (last === 'date' ? -60 : 3600))
    return KINDS[type] ?? 'x'
  }
}

/** What Stripe needs beside a parameter, although the specification cannot say so. */
const COMPANIONS: [trial: RegExp, name: string, value: string][] = [
  [/^external_account\[/, 'external_account[routing_number]', '110000000'],
  [/^bank_account\[/, 'bank_account[routing_number]', '110000000'],
  [/interval\]=weekly/, 'weekly_payout_days', 'monday'],
  [/interval\]=monthly/, 'monthly_payout_days', '1'],
]
const ADDRESSES: Pairs = [
  ['refresh_url', 'https://e.com'],
  ['return_url', 'https://e.com'],
]

function pairsOf({ beside, name, value }: Trial, path: string): Pairs {
  if (path === '/v1/account_links') return [...ADDRESSES, ...beside, [name, value]]
  const isBank = [...beside, [name, value]].some(([, given]) => given === 'bank_account')
  const companions = COMPANIONS.filter(([trial]) => trial.test(`${name}=${value}`))
    .filter(([, companion]) => isBank || !companion.startsWith('external_account'))
    .map(([, companion, given]): [string, string] =>
      companion.includes('[') ? [companion, given] : [name.replace('[interval]', `[${companion}][0]`), given],
    )
  return [...companions, ...beside, [name, value]]
}

interface Answer {
  status: number
  error?: { message: string; code?: string; param?: string }
}

async function send(method: string, path: string, places: Places, pairs: Pairs): Promise<Answer> {
  const address = bench.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '')
  const headers = {
    authorization: 'Bearer sk_test_bench',
    ...(/^\/v1\/(payouts|balance)/.test(path) && { 'stripe-account': shared.payee ?? '' }),
  }
  const input = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]))
  const isGet = method === 'GET'
  const response = await fetch(isGet ? `${address}?${input}` : address, {
    ...{ method, headers },
    ...(!isGet && { body: path === '/v1/files' ? upload(pairs) : input }),
  })
  return { ...((await response.json()) as object), status: response.status }
}

function upload(pairs: Pairs): FormData {
  const form = new FormData()
  for (const [name, value] of pairs) if (name !== 'file') form.append(name, value)
  const isPicture = !/pci|tax/.test(String(form.get('purpose')))
  form.append('file', new Blob([isPicture ? new Uint8Array(PNG) : '%PDF-1']), isPicture ? 'a.png' : 'a.pdf')
  return form
}

/** The operations that the offline Stripe has. Those that delete take no parameters. */
async function ownOperations(): Promise<[method: string, path: string, operation: Operation][]> {
  const [places] = await placesOf('')
  const all = Object.entries(specification?.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
  )
  const own: [string, string, Operation][] = []
  for (const [method, path, operation] of all) {
    if (method === 'DELETE' || !path.startsWith('/v1/')) continue
    const { error } = await send(method, path, places, [['no_such_parameter', '1']])
    if (!error?.message.startsWith('Unrecognized request URL')) own.push([method, path, operation])
  }
  return own
}

const UNREAD = ['parameter_unknown', 'parameter_missing', 'parameter_invalid_empty']

/** Whether an answer shows that the parameter was read, and its value among those that the specification lists. */
function isKnown({ status, error }: Answer, path: string, { name, value }: Trial): boolean {
  if (status === 200 || !error) return status === 200
  const { code = '', message, param = '' } = error
  const [root = ''] = /^\w+/.exec(name) ?? []
  const isAbout = param.startsWith(root) || param === '' || path.includes(`{${param}}`)
  const isWord = value !== 'x' && /^Invalid [\w[\]]+: must be one of/.test(message)
  return status < 403 && isAbout && !isWord && !UNREAD.includes(code)
}

const own = await ownOperations()

describe.skipIf(!specification)('a route', () => {
  it.each(own)('knows its parameters: %s %s', { timeout: 120_000 }, async (method, path, operation) => {
    const places = await placesOf(path)
    const unknown: string[] = []
    const trials = trialsOf(specification, operation, sampleOf(places[0]))
    for (const trial of some(trials, MOST)) {
      const attempts = places.map((each) => send(method, path, each, pairsOf(trial, path)))
      const answers = await Promise.all(attempts)
      if (!answers.some((answer) => isKnown(answer, path, trial)))
        unknown.push(`${trial.name}=${trial.value}: ${answers[0]?.status} ${answers[0]?.error?.message}`)
    }
    expect(unknown).toEqual([])
  })

  it.each(own)('takes empty texts: %s %s', { timeout: 120_000 }, async (method, path, operation) => {
    const [places] = await placesOf(path)
    const texts = trialsOf(specification, operation, sampleOf(places)).filter(({ value }) => value === 'x')
    for (const trial of some(texts, MOST)) {
      const { status } = await send(method, path, places, pairsOf({ ...trial, value: '' }, path))
      expect(status, trial.name).toBeLessThan(403)
    }
  })
})
