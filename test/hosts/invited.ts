/** Somebody of a company who answers for themselves with a link, in any host, without a browser. */
import { expect } from 'vitest'
import { png } from '../support/picture.ts'

/** Requests of one person; a path is on the host. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

const ANSWERS = {
  ...{ first_name: 'Ana', last_name: 'Silva', email: 'ana@example.com' },
  ...{ dob_day: '1', dob_month: '1', dob_year: '1901', phone: '020 7946 0123' },
  ...{ address_line1: '12 Foundry Lane', address_city: 'Bristol', address_postal_code: 'BS1 4DJ' },
}

const inputIn = (html: string, name: string) =>
  new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1] ?? ''

const plain = (html: string) => html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')

/** Sends a page's form. @returns where it leads */
async function submit(fetchAs: Fetch, path: string, values: Record<string, string>): Promise<string> {
  const html = await (await fetchAs(path)).text()
  const hidden = Object.fromEntries(
    ['csrf-token', 'operation'].map((name) => [name, inputIn(html, name)]).filter(([, value]) => value),
  )
  const body = new URLSearchParams({ ...hidden, ...values })
  const response = await fetchAs(path, { method: 'POST', body })
  expect(response.status, `${path}: ${await response.clone().text()}`).toBe(303)
  return plain(response.headers.get('location') ?? '')
}

const idIn = (location: string, name: string) => new URL(location, 'http://host').searchParams.get(name) ?? ''

/**
 * Goes all the way: a seller registers a company and invites an owner, who opens the link, sends a form with a document, and is
 * thanked.
 */
export async function inviteAndAnswer(base: string, seller: Fetch, guest: Fetch): Promise<void> {
  const at = (page: string) => `${base}/account/connect/${page}`
  const created = await submit(seller, at('create-stripe-account'), {
    business_type: 'company',
    country: 'GB',
  })
  const added = await submit(seller, at(`create-person?stripeid=${idIn(created, 'stripeid')}`), {
    relationship_owner: 'true',
    relationship_percent_ownership: '50',
    relationship_title: 'Owner',
  })
  const personid = idIn(added, 'personid')
  const shown = await submit(seller, at(`invite-person?personid=${personid}`), { invitee: 'Ana Silva' })
  const link = (await linkOn(seller, shown)).replace(/^https?:\/\/[^/]+/, '')

  const form = await guest(link)
  const html = await form.text()
  expect([form.status, html]).toEqual([200, expect.stringContaining('Your details for Stripe')])
  const body = new FormData()
  body.set('csrf-token', inputIn(html, 'csrf-token'))
  body.set('version', inputIn(html, 'version'))
  for (const [name, value] of Object.entries(ANSWERS))
    if (html.includes(`name="${name}"`)) body.set(name, value)
  const documents = ['front', 'back'].map((side) => `verification_document_${side}`)
  expect(html).toContain(`name="${documents[0]}"`)
  for (const name of [...documents, 'verification_additional_document_front'])
    if (html.includes(`name="${name}"`))
      body.set(name, new Blob([Uint8Array.from(png())], { type: 'image/png' }), 'passport.png')
  const answered = await guest(link, { method: 'POST', body })
  const next = plain(answered.headers.get('location') ?? '')
  const errors = next === link ? [] : (await (await guest(next)).text()).match(/class="error".*?<\/p>/gs)
  expect([answered.status, errors, next]).toEqual([303, [], link])
  expect(await (await guest(link)).text()).toContain('Thank you')
  const page = await (await seller(at(`person?personid=${personid}`))).text()
  expect(page).toContain('Ana Silva')
  expect(page).not.toMatch(/1901|Foundry Lane/)

  // Another link, which the seller can open as well as anybody.
  const again = await submit(seller, at(`invite-person?personid=${personid}`), { invitee: 'Ana Silva' })
  const other = (await linkOn(seller, again)).replace(/^https?:\/\/[^/]+/, '')
  for (const who of [seller, guest])
    expect(await (await who(other)).text()).not.toMatch(/1901|Foundry Lane|Silva|ana@example|7946 ?0123/)
}

async function linkOn(seller: Fetch, path: string): Promise<string> {
  const html = await (await seller(path)).text()
  return plain(/id="invitation-link" value="([^"]+)"/.exec(html)?.[1] ?? '')
}
