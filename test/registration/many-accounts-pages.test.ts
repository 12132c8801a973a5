/** The pages with a person's registrations show one page of them at a time. */
import { beforeAll, expect, test } from 'vitest'
import { openApp, register } from '../hosts/express/support.ts'

const USER = 'seller'
const app = await openApp({ env: { PAGE_SIZE: '2' } })

beforeAll(async () => {
  for (let made = 0; made < 5; made += 1) expect((await register(app, USER)).status).toBe(303)
  return app.close
})

async function shown(path: string) {
  const response = await app.fetch(path, { user: USER })
  const text = await response.text()
  const cards = text
    .split('class="account"')
    .slice(1)
    .map((card) => /acct_\w+/.exec(card)?.[0])
  const link = (rel: string) =>
    new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text.replaceAll('&#x3D;', '='))?.[1]
  return {
    status: response.status,
    location: response.headers.get('location'),
    cards,
    next: link('next'),
    previous: link('prev'),
  }
}

test.each(['/account/connect', '/account/connect/stripe-accounts'])(
  '%s, and the way to the others',
  async (path) => {
    const seen = new Set<string | undefined>()
    let at: string | undefined = path
    for (const count of [2, 2, 1]) {
      if (at === undefined) throw new Error('no way to the others')
      const page: Awaited<ReturnType<typeof shown>> = await shown(at)
      expect(page.cards).toHaveLength(count)
      for (const card of page.cards) seen.add(card)
      expect(page.previous === undefined).toBe(at === path)
      at = page.next
    }
    expect(at).toBeUndefined()
    expect(seen.size).toBe(5)
    expect(await shown(`${path}?offset=50`)).toMatchObject({ status: 303, location: `${path}?offset=4` })
  },
)

test('the page that begins another one offers the newest', async () => {
  expect((await shown('/account/connect/create-stripe-account')).cards).toHaveLength(2)
})
