import { describe, expect, it } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { stripeAccount } from '../support/stripe-objects.ts'
import { addPayout, openOffice, words } from './support.ts'

const PATH = '/administrator/connect'

describe('the payouts', () => {
  it('are filtered by state and by account, and shown in words', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({
      individual: { first_name: 'Anneke', last_name: 'Example' },
    })
    await addPayout(office, stripeid, { status: 'paid', amount: 1250 })
    await addPayout(office, stripeid, { status: 'some_new_status', amount: 99 })
    const text = async (query: string) => words(await office.administrator.text(`${PATH}/payouts${query}`))
    expect(await text('')).toContain('2 payouts')
    expect(await text('')).toMatch(/Anneke Example .* some_new_status €0\.99/)
    expect(await text('?status=paid')).toMatch(/Anneke Example .* Paid €12\.50/)
    expect(await text('?status=failed')).toContain('No payout matches this search.')
    expect(await text(`?stripeid=${stripeid}`)).toContain('Only payouts to Anneke Example.')
  })

  it('say why one failed', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    const failure = { failure_code: 'account_closed', method: 'standard', automatic: true, trace_id: null }
    const payoutid = await addPayout(office, stripeid, { status: 'failed', amount: 700, ...failure })
    const path = `${PATH}/payout?payoutid=${payoutid}`
    const text = words(await office.administrator.text(path))
    expect(text).toContain('€7.00 Failed Why it failed: The bank account has been closed.')
    expect((await office.administrator.get(`${PATH}/payout?payoutid=po_x`)).status).toBe(404)
  })

  it('are found by account, id, currency and day, and sorted by arrival', async () => {
    const office = await openOffice()
    const anneke = await office.addAccount({ individual: { first_name: 'Anneke', last_name: 'Example' } })
    const bastien = await office.addAccount({ individual: { first_name: 'Bastien', last_name: 'Example' } })
    const old = await addPayout(office, anneke.stripeid, { status: 'paid', amount: 1250, daysAgo: 10 })
    const yen = await addPayout(office, bastien.stripeid, { status: 'paid', amount: 99, currency: 'jpy' })
    const ids = async (query: string) => {
      const html = await office.administrator.text(`${PATH}/payouts?${query}`)
      return [...html.matchAll(/payout\?payoutid&#x3D;(po_\w+)/g)].map(([, id]) => id)
    }
    expect(await ids('text=bast')).toEqual([yen])
    expect(await ids(`text=${old}`)).toEqual([old])
    expect(await ids('text=nobody')).toEqual([])
    expect(await ids('currency=JPY')).toEqual([yen])
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
    expect(await ids(`from=${day(11)}&to=${day(9)}`)).toEqual([old])
    expect(await ids(`from=${day(9)}`)).toEqual([yen])
    expect(await ids('from=yesterday&to=2026-02-30')).toEqual([yen, old])
    expect(await ids('sort=arrival&direction=ascending')).toEqual([old, yen])
    const html = await office.administrator.text(`${PATH}/payouts?currency=jpy&text=bast`)
    expect(html).toContain('<option value="jpy" selected>Japanese Yen')
    expect(html).toContain('value="bast"')
  })

  it('of a name that more sellers have than are counted are all found, on the page and in the file', async () => {
    const office = await openOffice()
    const { storage } = office.services
    const ids = Array.from({ length: 1_100 }, (_, at) => `acct_anneke${at}`)
    for (const stripeid of ids)
      await accountStore(storage).insert({
        stripeid,
        accountid: 'account_seller',
        stripeObject: stripeAccount({ id: stripeid, business_profile: { name: `Anneke ${stripeid}` } }),
      })
    for (const stripeid of [ids[0], ids.at(-1)])
      await addPayout(office, stripeid ?? '', { status: 'failed', amount: 700 })
    await addPayout(office, (await office.addAccount({})).stripeid, { status: 'failed', amount: 700 })
    expect(words(await office.administrator.text(`${PATH}/payouts?text=anneke&status=failed`))).toContain(
      '2 payouts',
    )
    const file = await office.administrator.text(`${PATH}/payouts.csv?text=anneke&status=failed`)
    expect(file.trimEnd().split('\r\n')).toHaveLength(3)
  }, 60_000)

  it('that failed are open until an administrator has dealt with them', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    const payoutid = await addPayout(office, stripeid, { status: 'failed', amount: 700 })
    const path = `${PATH}/payout?payoutid=${payoutid}`
    const read = async (address: string) => words(await office.administrator.text(address))
    expect(await read(PATH)).toContain('1 failed payout')
    expect(await read(`${PATH}/payouts?status=open`)).toContain('1 payout')
    expect(await read(path)).toContain('Mark as dealt with')
    expect((await office.administrator.submit(path, {})).headers.get('location')).toBe(path)
    expect(await read(path)).toMatch(/Marked as dealt with by .+ on /)
    expect(await read(path)).not.toContain('Mark as dealt with')
    const dealt = /,failed,7\.00,EUR,,\d{4}-\d\d-\d\dT[\d:.]+Z,/
    expect(await office.administrator.text(`${PATH}/payouts.csv`)).toMatch(dealt)
    expect(await read(PATH)).not.toContain('1 failed payout')
    expect(await read(`${PATH}/payouts?status=open`)).toContain('No payout matches this search.')
    expect(await read(`${PATH}/payouts?status=failed`)).toContain('1 payout')
    await office.administrator.submit(path, { action: 'undo' })
    expect(await read(path)).toContain('Mark as dealt with')
    expect(await read(PATH)).toContain('1 failed payout')
  })

  it('between days that are the wrong way round say so', async () => {
    const office = await openOffice()
    const path = `${PATH}/payouts?from=2026-12-01&to=2026-11-01`
    expect(words(await office.administrator.text(path))).toContain('The first day is after the last.')
  })

  it('are kept as a file, with what was searched for, in the unit of each currency', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({
      individual: { first_name: '=HYPERLINK("http://x")', last_name: 'A, "B"' },
    })
    await addPayout(office, stripeid, { status: 'paid', amount: 123_456, trace_id: { value: 'T1' } })
    await addPayout(office, stripeid, { status: 'paid', amount: 500, currency: 'jpy' })
    await addPayout(office, stripeid, {
      status: 'failed',
      amount: 7,
      currency: 'kwd',
      failure_code: 'no_account',
    })
    const get = (query: string) => office.administrator.get(`${PATH}/payouts.csv${query}`)
    const answer = await get('')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename=payouts-\d{4}-\d\d-\d\d\.csv$/,
    )
    const [head, ...rows] = (await answer.text()).trimEnd().split('\r\n')
    expect(head).toBe(
      'id,account,name,email,created,arrival,status,amount,currency,failure_code,dealt_with,trace_id,destination,automatic,method',
    )
    const found = rows.join('\n')
    expect(rows.length).toBe(3)
    expect(found).toMatch(/,paid,1234\.56,EUR,,,T1,/)
    expect(found).toMatch(/,paid,500,JPY,/)
    expect(found).toMatch(/,failed,0\.007,KWD,no_account,,/)
    expect(found).toContain(`"'=HYPERLINK(""http://x"") A, ""B"""`)
    expect((await (await get('?status=failed')).text()).trimEnd().split('\r\n').length).toBe(2)
    const { browser } = await office.signedIn()
    expect((await browser.get(`${PATH}/payouts.csv`)).status).toBe(403)
  })

  it('hold no formula in a file, wherever a spreadsheet begins a cell, and amounts that it adds up', async () => {
    const office = await openOffice()
    const names = ['x;=1+1;y', 'x; +1+1', '\t@SUM(A1)', '－1+1', 'Ann-Marie + Co; a = b']
    for (const name of names) {
      const { stripeid } = await office.addAccount({ individual: { first_name: name, last_name: 'Z' } })
      await addPayout(office, stripeid, { status: 'paid', amount: -1234 })
    }
    const text = await (
      await office.administrator.get(`${PATH}/payouts.csv?sort=created&direction=ascending`)
    ).text()
    for (const name of [`x;'=1+1;y`, `x;' +1+1`, `－1+1`, 'Ann-Marie + Co; a = b'])
      expect(text).toContain(name)
    expect(text).not.toMatch(/(?:^|[,;\t"]) *[=+@－]/m)
    expect(text.match(/,-12\.34,EUR,/g)).toHaveLength(names.length)
  })

  it('are no file when they cannot be read', async () => {
    const office = await openOffice()
    await office.services.storage.close()
    for (const method of ['GET', 'HEAD']) {
      const answer = await office.administrator.get(`${PATH}/payouts.csv`, { method })
      expect(answer.status).toBe(500)
      expect(answer.headers.get('content-disposition')).toBeNull()
    }
  })

  it('are kept as a file that is longer than what is read at a time', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    for (let made = 0; made < 501; made += 1)
      await addPayout(office, stripeid, { status: 'paid', amount: made })
    const text = await (await office.administrator.get(`${PATH}/payouts.csv`)).text()
    const ids = text.trimEnd().split('\r\n').slice(1)
    expect(new Set(ids.map((row) => row.split(',', 1)[0])).size).toBe(501)
  })
})
