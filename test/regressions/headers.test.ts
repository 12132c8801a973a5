/** Faults of the earlier module in what it told the app behind. */
import { expect, onTestFinished, test } from 'vitest'
import { type Echo, echo } from '../hosts/support.ts'
import { eventually } from '../support/eventually.ts'
import { ACTIVE, COMPLETE, type LiveHost, openLiveHost, type Person } from '../support/live-host.ts'

/** What Node allows all headers of a request together. */
const NODE_LIMIT = 16 * 1024

let requests = 0

/** A host with an app behind that answers with what it was sent, until the test ends. */
async function market(env: NodeJS.ProcessEnv = {}): Promise<LiveHost> {
  const host = await openLiveHost({
    env,
    application: (request, response) => {
      requests += 1
      echo(request, response)
    },
  })
  onTestFinished(host.close)
  return host
}

async function told({ browser }: Pick<Person, 'browser'>, path = '/shop?colour=blue'): Promise<Echo> {
  const response = await browser.get(path)
  expect(response.status).toBe(200)
  return (await response.json()) as Echo
}

test('9.1-03: names in Japanese reach the app, as ASCII', async () => {
  const host = await market({ CONNECT_HEADER_LIMIT: '65536' })
  const name = '手作りの器と湯呑み'
  const stripeid = await host.adopted({ country: 'JP', business_profile: { name } })
  const { headers } = await told(host.seller)
  const accounts = headers['x-stripe-accounts'] ?? ''
  expect(accounts).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(accounts)).toMatchObject([{ id: stripeid, business_profile: { name } }])
})

test('9.1-04: the headers of a person with many accounts fit, and the request is the person’s own', async () => {
  const host = await market()
  const person = await host.signedIn()
  const metadata = { appid: host.services.config.appid, accountid: person.accountid }
  for (let count = 0; count < 12; count += 1)
    await host.stripe.accounts.create({
      ...COMPLETE,
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      metadata,
    })
  const count = `user/connect/stripe-accounts-count?accountid=${person.accountid}`
  await eventually(async () => expect((await host.api('GET', count, undefined, person)).body).toBe(12))
  const before = requests
  const { headers, url } = await told(person)
  expect(requests).toBe(before + 1)
  expect(headers['x-stripe-accounts-count']).toBe('12')
  const size = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
  expect(size).toBeLessThan(NODE_LIMIT)
  const sent = Object.values(headers).join()
  for (const secret of ['address_full_match', '"dob"', '94103']) expect(sent).not.toContain(secret)
  expect(url).toBe('/shop?colour=blue')
})

test('9.1-08: whether somebody can be paid is told under the name in the documents, and under the old one', async () => {
  const host = await market()
  const person = await host.signedIn()
  expect((await told(person)).headers).toMatchObject({
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
  })
  await host.adopted(ACTIVE)
  await eventually(async () =>
    expect((await told(host.seller)).headers).toMatchObject({
      'x-has-active-stripe-account': 'true',
      'x-active-stripe-account': 'true',
    }),
  )
})
