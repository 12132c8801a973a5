import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { startOfflineStripe } from '../../src/offline-stripe/start.ts'
import { keepIn } from '../support/keep-event.ts'
import { openOffice, words } from './support.ts'

const PATH = '/administrator/connect/stripe-account'

describe('the page of one account', () => {
  it('says what Stripe asks for, and why', async () => {
    const { administrator, addAccount, demand, services } = await openOffice()
    const { stripeid } = await addAccount({ individual: { first_name: 'Anneke', last_name: 'Example' } })
    const requirement = 'individual.verification.document'
    await demand(stripeid, {
      errors: [{ code: 'verification_document_expired', requirement }],
    })
    await refreshAccount(services, stripeid)
    const text = words(await administrator.text(`${PATH}?stripeid=${stripeid}`))
    expect(text).toContain('Anneke Example')
    expect(text).toContain(requirement)
    expect(text).toContain('Required information is missing.')
    expect(text).not.toContain('verification_document_expired')
  })

  it('is refreshed from Stripe, which may have said something that never arrived', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({ email: 'old@example.com' })
    const path = `${PATH}?stripeid=${stripeid}`
    await services.stripe.accounts.update(stripeid, { email: 'new@example.com' })
    const { status, headers } = await administrator.submit(path, {})
    expect([status, headers.get('location')]).toEqual([303, `${path}&message=refreshed`])
    const text = words(await administrator.text(`${path}&message=refreshed`))
    expect(text).toContain('The account is as Stripe has it now.')
    expect(text).toContain('new@example.com')
  })

  it('keeps notes for administrators, which go again', async () => {
    const { administrator, addAccount } = await openOffice()
    const { stripeid } = await addAccount({})
    const path = `${PATH}?stripeid=${stripeid}`
    const note = 'Called on Monday.\n<b>She</b> sends another photo.'
    const sent = await administrator.submit(path, { action: 'note', note })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}&message=noted`])
    const html = await administrator.text(path)
    expect(html).toContain('Called on Monday.\n&lt;b&gt;She')
    for (const wrong of ['', '  ', 'x'.repeat(2001)]) {
      const refused = await administrator.submit(path, { action: 'note', note: wrong })
      const shown = await refused.text()
      expect(words(shown)).toContain('Enter a note of up to 2,000 characters.')
      expect(shown).toContain(wrong.trim())
    }
    const [, noteid = ''] = /name="noteid" value="([^"]+)"/.exec(html) ?? []
    const removed = await administrator.submit(path, { action: 'remove-note', noteid })
    expect(removed.headers.get('location')).toBe(`${path}&message=note-removed`)
    expect(words(await administrator.text(path))).not.toContain('Called on Monday.')
  })

  it('says so when Stripe does not answer, and shows what is known', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({ email: 'known@example.com' })
    const fault = { api: { path: `/v1/accounts/${stripeid}`, status: 500, times: 100 } }
    await fetch(new URL('/_offline-stripe/faults', services.config.stripe.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    })
    const answer = await administrator.submit(`${PATH}?stripeid=${stripeid}`, {})
    expect(answer.status).toBe(503)
    const text = words(await answer.text())
    expect(text).toContain('Stripe is not answering')
    expect(text).toContain('known@example.com')
  })

  it('says who the person is by name', async () => {
    const { administrator, addAccount, browser, services } = await openOffice()
    await browser().register('maya@example.com')
    const maya = await userStore(services.storage).findByEmail('maya@example.com')
    const { stripeid } = await addAccount({}, maya?.accountid)
    const html = await administrator.text(`${PATH}?stripeid=${stripeid}`)
    expect(html).toContain(
      `<a href="/administrator/person?accountid&#x3D;${maya?.accountid}">Test Person (maya@example.com)</a>, Individual`,
    )
  })

  it('says by when something is due', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid, stripeObject } = await addAccount({})
    const requirements = {
      ...stripeObject.requirements,
      currently_due: ['individual.email', 'tos_acceptance.date'],
      past_due: ['tos_acceptance.date'],
      current_deadline: Date.UTC(2031, 4, 20) / 1000,
    } as Stripe.Account.Requirements
    const stripeAccounts = accountStore(services.storage)
    await stripeAccounts.record(
      stripeid,
      { ...stripeObject, requirements },
      await stripeAccounts.ticket(stripeid),
    )
    const text = words(await administrator.text(`${PATH}?stripeid=${stripeid}`))
    expect(text).toContain('individual.email Due by May 18, 2031')
    expect(text).toContain('tos_acceptance.date Past due')
    await stripeAccounts.record(
      stripeid,
      { ...stripeObject, requirements: { ...requirements, current_deadline: Date.UTC(2025, 10, 26) / 1000 } },
      await stripeAccounts.ticket(stripeid),
    )
    expect(words(await administrator.text(`${PATH}?stripeid=${stripeid}`))).toMatch(
      /tos_acceptance\.date Past due since November \d+, 2025/,
    )
  })

  it('calls what is asked for as the seller knows it, with the name that Stripe has for it', async () => {
    const { administrator, addAccount, demand, services } = await openOffice({}, startOfflineStripe)
    const { stripeid } = await addAccount({})
    await demand(stripeid, {
      currently_due: [
        ...['individual.dob.day', 'individual.dob.month', 'individual.dob.year', 'external_account'],
        ...['tos_acceptance.date', 'tos_acceptance.ip', 'individual.address_kana.city', 'some.new_thing'],
        ...['representative.first_name', 'company.owners_provided'],
      ],
    })
    await refreshAccount(services, stripeid)
    const text = words(await administrator.text(`${PATH}?stripeid=${stripeid}`))
    expect(text).toContain('Date of birth individual.dob.day, individual.dob.month, individual.dob.year')
    expect(text).toContain('Bank account external_account')
    expect(text).toContain("Agreement to Stripe's terms tos_acceptance.date, tos_acceptance.ip")
    expect(text).toContain('in katakana individual.address_kana.city')
    expect(text).toContain('First name of the representative representative.first_name')
    expect(text).toContain('All owners are named company.owners_provided')
    expect(text).toContain(' some.new_thing ')
    const places = ['Date of birth', 'in katakana', 'Bank account', "Stripe's terms", 'some.new_thing']
    const found = places.map((words) => text.indexOf(words, text.indexOf('What Stripe asks for')))
    expect(found, 'in the order in which the form asks').toEqual(found.toSorted((a, b) => a - b))
  })

  it('shows a state that it has no words for as Stripe names it', async () => {
    // Stripe may say something tomorrow that its specification does not have today.
    const { administrator, addAccount, demand, services } = await openOffice({}, startOfflineStripe)
    const { stripeid } = await addAccount({})
    await demand(stripeid, {
      disabled_reason: 'some.new_reason',
      errors: [{ code: 'some_new_code', reason: 'A reason of its own.', requirement: 'individual.email' }],
    })
    await refreshAccount(services, stripeid)
    const text = words(await administrator.text(`${PATH}?stripeid=${stripeid}`))
    expect(text).toContain('some.new_reason')
    expect(text).toContain('A reason of its own.')
  })

  it('lists the events that were received, and how far each has got', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({})
    await services.stripe.accounts.update(stripeid, { email: 'changed@example.com' })
    const { data: events } = await services.stripe.events.list({ limit: 4 }, { stripeAccount: stripeid })
    for (const event of events) await keepIn(inboxStore(services.storage), event, new Date())
    const [applied, failed, dead] = events.map(({ id }) => id)
    await inboxStore(services.storage).done([applied ?? ''], new Date())
    const failure = 'Stripe did not answer.'
    await inboxStore(services.storage).failed([failed ?? ''], { failure, nextAttemptAt: new Date() })
    await inboxStore(services.storage).died([dead ?? ''], 'It makes no sense.', new Date())
    const text = words(await administrator.text(`${PATH}?stripeid=${stripeid}`))
    for (const { id, type } of events) expect(text).toContain(`${type} ${id}`)
    const beyond = await administrator.get(`${PATH}?stripeid=${stripeid}&offset=20`)
    expect(beyond.headers.get('location'), 'past the last of them').toBe(`${PATH}?stripeid=${stripeid}`)
    expect(text).toContain('Applied')
    expect(text).toContain('Waiting')
    expect(text).toContain('Failed once')
    expect(text).toContain('Stripe did not answer.')
    expect(text).toContain('Given up It makes no sense.')
  })

  it('escapes what a seller typed', async () => {
    const { administrator, addAccount } = await openOffice()
    const { stripeid } = await addAccount({ business_profile: { name: '<script>alert(1)</script>' } })
    expect(await administrator.text(`${PATH}?stripeid=${stripeid}`)).not.toContain('<script>alert')
  })

  it('is not there for an id that is not there', async () => {
    const { administrator } = await openOffice()
    expect((await administrator.get(`${PATH}?stripeid=acct_unknown`)).status).toBe(404)
    expect((await administrator.get(PATH)).status).toBe(400)
  })
})
