import { describe, expect, it } from 'vitest'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import type { Office } from './support.ts'
import { openOffice } from './support.ts'

const API = '/api/administrator/connect'

async function ask(office: Office, route: string): Promise<{ status: number; body: unknown }> {
  const response = await office.administrator.get(`${API}/${route}`)
  return { status: response.status, body: await response.json() }
}

/** Two people with an account each; the older account has two payouts. */
async function officeWithPayouts() {
  const office = await openOffice()
  const { storage } = office.services
  const older = await office.addAccount({}, 'account_a')
  const newer = await office.addAccount({}, 'account_b')
  for (const [payoutid, status] of [
    ['po_1', 'paid'],
    ['po_2', 'failed'],
  ] as const) {
    const stripeObject = {
      id: payoutid,
      object: 'payout',
      status,
      amount: 100,
      currency: 'eur',
      created: 1e9,
    }
    await payoutStore(storage).record(
      {
        stripeid: older.stripeid,
        accountid: older.accountid,
        stripeObject: stripeObject as never,
      },
      await payoutStore(storage).ticket(payoutid),
    )
  }
  return { office, older, newer }
}

describe('the API of administrators', () => {
  it('answers with empty lists and zeros while there is nothing', async () => {
    const office = await openOffice()
    for (const list of ['stripe-accounts', 'payouts'])
      expect(await ask(office, list)).toEqual({ status: 200, body: [] })
    for (const count of ['stripe-accounts-count', 'payouts-count'])
      expect(await ask(office, count)).toEqual({ status: 200, body: 0 })
  })

  it("gives anybody's accounts, or one person's", async () => {
    const { office, older, newer } = await officeWithPayouts()
    expect((await ask(office, 'stripe-accounts')).body).toHaveLength(2)
    expect((await ask(office, 'stripe-accounts-count')).body).toBe(2)
    expect((await ask(office, 'stripe-accounts?accountid=account_b')).body).toMatchObject([
      { object: 'stripeAccount', stripeid: newer.stripeid },
    ])
    expect((await ask(office, 'stripe-accounts-count?accountid=account_b')).body).toBe(1)
    expect((await ask(office, `stripe-account?stripeid=${older.stripeid}`)).body).toMatchObject({
      object: 'stripeAccount',
      accountid: 'account_a',
      stripeObject: { object: 'account', id: older.stripeid },
    })
  })

  it('gives payouts of all, of an account, or of a person', async () => {
    const { office, older, newer } = await officeWithPayouts()
    expect((await ask(office, 'payouts?limit=1')).body).toMatchObject([
      { object: 'payout', payoutid: 'po_2' },
    ])
    expect((await ask(office, 'payouts-count')).body).toBe(2)
    expect((await ask(office, `payouts?stripeid=${newer.stripeid}&accountid=account_a`)).body).toEqual([])
    expect((await ask(office, `payouts-count?stripeid=${older.stripeid}`)).body).toBe(2)
    expect((await ask(office, 'payouts-count?accountid=account_b')).body).toBe(0)
    expect((await ask(office, 'payout?payoutid=po_1')).body).toMatchObject({
      stripeObject: { status: 'paid' },
    })
  })

  it("refuses to list what is nobody's, and lists nothing of a person who has nothing", async () => {
    const office = await openOffice()
    const { accountid } = await office.signedIn()
    await office.addAccount({}, 'account_gone')
    for (const list of ['stripe-accounts', 'payouts']) {
      expect(await ask(office, `${list}?accountid=account_nobody`)).toMatchObject({
        status: 404,
        body: { object: 'error', message: 'invalid-accountid', field: 'accountid' },
      })
      expect(await ask(office, `${list}?accountid=${accountid}`)).toEqual({ status: 200, body: [] })
      // Without a value it is no filter.
      expect((await ask(office, `${list}?accountid=`)).status).toBe(200)
      // The host has no such person any more.
      expect((await ask(office, `${list}?accountid=account_gone`)).status).toBe(200)
      expect(await ask(office, `${list}-count?accountid=account_nobody`)).toEqual({ status: 200, body: 0 })
    }
  })

  it("gives a company's people, and refuses to for anybody else", async () => {
    const { office, older } = await officeWithPayouts()
    const company = await office.addAccount({ business_type: 'company' })
    expect(await ask(office, `persons?stripeid=${company.stripeid}`)).toEqual({ status: 200, body: [] })
    expect(await ask(office, `persons-count?stripeid=${company.stripeid}`)).toEqual({ status: 200, body: 0 })
    expect(await ask(office, `persons?stripeid=${older.stripeid}`)).toMatchObject({
      status: 400,
      body: { message: 'invalid-stripe-account' },
    })
  })

  it.each([
    ['stripe-account?stripeid=acct_x', 404, 'invalid-stripeid'],
    ['stripe-account', 400, 'invalid-stripeid'],
    ['payout?payoutid=po_x', 404, 'invalid-payoutid'],
    ['person?personid=person_x', 404, 'invalid-personid'],
    ['persons?stripeid=acct_x', 404, 'invalid-stripeid'],
    ['persons-count', 400, 'invalid-stripeid'],
    ['payouts?stripeid=acct_x', 404, 'invalid-stripeid'],
    ['payouts-count?stripeid=acct_x', 404, 'invalid-stripeid'],
    ['stripe-accounts?offset=abc', 400, 'invalid-offset'],
    ['payouts?limit=-1', 400, 'invalid-limit'],
  ])('refuses %s', async (route, status, message) => {
    const office = await openOffice()
    expect(await ask(office, route)).toMatchObject({ status, body: { object: 'error', message } })
  })

  it('refuses a rejection for an unknown account or reason', async () => {
    const { office, older } = await officeWithPayouts()
    const reject = async (stripeid: string, reason: string) => {
      const path = `${API}/set-stripe-account-rejected?stripeid=${stripeid}`
      const body = new URLSearchParams({ reason })
      const response = await office.administrator.get(path, { method: 'PATCH', body })
      return { status: response.status, body: await response.json() }
    }
    expect(await reject('acct_x', 'fraud')).toMatchObject({
      status: 404,
      body: { message: 'invalid-stripeid' },
    })
    expect(await reject(older.stripeid, 'x')).toMatchObject({
      status: 400,
      body: { message: 'invalid-reason' },
    })
  })

  it('keeps to administrators', async () => {
    const { office, older } = await officeWithPayouts()
    const { browser } = await office.signedIn()
    const path = `${API}/stripe-account?stripeid=${older.stripeid}`
    expect((await browser.get(path)).status).toBe(403)
    expect((await office.browser().get(path)).status).toBe(401)
  })
})
