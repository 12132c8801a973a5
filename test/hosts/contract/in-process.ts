/**
 * A page of a Dashboard application that calls `global.api` for a test, as another module would.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Answer, Call, Role } from './host.ts'

const PAGE = '/account/in-process'

const SCRIPT = `module.exports = {
  get: async (req, res) => {
    const { isGuest, name, verb, query, body } = JSON.parse(Buffer.from(req.query.call, 'base64url'))
    const route = name.split('.').reduce((branch, part) => branch[part], global.api)
    const person = isGuest ? {} : { account: req.account, session: req.session }
    const answer = await route[verb]({ query, body, ip: req.ip, ...person }).then(
      (value) => ({ value }),
      ({ message }) => ({ refused: message }),
    )
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(answer))
  }
}`

/** Adds the page to an application, before it starts. */
export async function addInProcessPage(folder: string): Promise<void> {
  const place = path.join(folder, 'src', 'www', PAGE)
  await writeFile(`${place}.js`, SCRIPT)
  await writeFile(`${place}.html`, '<html></html>')
}

/** @param get asks for an address of Dashboard's as a person who is signed in */
export async function callInProcess(
  get: (target: string) => Promise<Response>,
  role: Role,
  { method, path: route, query, body }: Call,
): Promise<Answer> {
  const call = { isGuest: role === 'guest', name: nameOf(route), verb: method.toLowerCase(), query, body }
  const coded = Buffer.from(JSON.stringify(call)).toString('base64url')
  const { value, refused } = (await (await get(`${PAGE}?call=${coded}`)).json()) as {
    value?: unknown
    refused?: string
  }
  if (refused === undefined) return { status: 200, body: value }
  return { status: 400, body: { object: 'error', message: refused } }
}

/** @example nameOf('user/connect/stripe-accounts-count') // 'user.connect.StripeAccountsCount' */
function nameOf(route: string): string {
  const parts = route.split('/')
  const words = parts.pop()?.split('-') ?? []
  return [...parts, words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')].join('.')
}
