/** Walks through every page of the contract in one host. */

import { describe, expect, test } from 'vitest'
import { some } from '../../support/breadth.ts'
import { unescaped } from '../../support/live-host.ts'
import { PAGES } from './pages.ts'
import type { Scene } from './scene.ts'

const addressOf = (path: string, query: Record<string, string>) => {
  const search = new URLSearchParams(query).toString()
  return search ? `${path}?${search}` : path
}

export function walkPages(scene: () => Scene, few = PAGES.length): void {
  describe.each(some(PAGES, few).map((page) => [page.path, page] as const))('the page %s', (path, page) => {
    const { role, id, query = () => ({}), shows, form } = page
    const visit = (address: string, values?: Record<string, string>) => scene().visit(role, address, values)

    test('is shown, whatever message its address asks for', async () => {
      for (const more of [{}, { message: 'success' }, { message: 'constructor' }]) {
        const response = await visit(addressOf(path, { ...query(scene()), ...more }))
        const html = unescaped(await response.text())
        expect(response.status, html).toBe(200)
        expect(html).toMatch(shows)
        for (const name of form ? [...form.inputs, 'submit-form', 'submit-button'] : [])
          expect(html).toContain(`id="${name}"`)
      }
    })

    test('is for those whom it is for', async () => {
      const address = addressOf(path, query(scene()))
      const guest = await scene().visit('guest', address)
      expect(guest.headers.get('location') ?? (await guest.text())).toMatch(/\/signin\?return-url=/)
      if (role === 'administrator')
        expect((await scene().visit('seller', address)).status).toBe(scene().turnsAway.otherPage)
      else if (id) expect((await scene().visit('stranger', address)).status).toBe(404)
    })

    if (id)
      test('says in words that it is about nothing', async () => {
        for (const [address, status] of [
          [path, 400],
          [addressOf(path, { [id]: 'nothing' }), 404],
        ] as const) {
          const response = await visit(address)
          expect(response.status).toBe(status)
          expect(await response.text()).toMatch(/<h1[^>]*>[^<]+<\/h1>/)
        }
      })

    if (form) {
      test('sends its form, and leads on', async () => {
        const about = (await form.query?.(scene())) ?? query(scene())
        const response = await visit(addressOf(path, about), form.good)
        expect(response.status, await response.clone().text()).toBe(303)
        const { pathname } = new URL(response.headers.get('location') ?? '', 'http://market')
        expect(pathname).toBe(form.leadsTo)
      })

      test('takes no form without its token', async () => {
        const response = await visit(addressOf(path, query(scene())), {
          ...form.good,
          'csrf-token': 'guessed',
        })
        expect(response.status).toBe(403)
      })
    }

    const { wrong } = form ?? {}
    if (wrong)
      test('shows its form again with what is wrong', async () => {
        const response = await visit(addressOf(path, query(scene())), wrong.values)
        const html = await response.text()
        expect(response.status, html).toBe(400)
        expect(html).toContain('id="message-container"')
        expect(html).toContain(wrong.said)
      })
  })

  const types = ['individual', 'company', 'non_profit', 'government_entity']
  test.each(types)('the page that registers offers %s, and registers it', async (business_type) => {
    const path = '/account/connect/create-stripe-account'
    const offered = await (await scene().visit('seller', `${path}?business_type=${business_type}`)).text()
    expect(offered).toMatch(new RegExp(`name="business_type" value="${business_type}" checked`))
    const sent = await scene().visit('seller', path, { business_type, country: 'US' })
    const { searchParams } = new URL(sent.headers.get('location') ?? '', 'http://market')
    const query = { stripeid: searchParams.get('stripeid') ?? '' }
    const call = { method: 'GET', path: 'user/connect/stripe-account', query }
    expect((await scene().call('seller', call)).body).toMatchObject({
      stripeObject: { business_type, country: 'US' },
    })
  })
}
