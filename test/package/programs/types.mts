/** Checked by TypeScript and never run: what programs write with the types of every entry point. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Caller,
  type Config,
  ConfigError,
  ConnectError,
  type Context,
  closeServices,
  createServices,
  loadConfig,
  type Problem,
  type Route,
  routes,
  type Services,
  StartUpError,
  StorageError,
  type StripeConnect,
  setup,
  stripeConnect,
} from '@layeredapps/stripe-connect'
import manifest from '@layeredapps/stripe-connect/package.json' with { type: 'json' }
import xHasActive from '@layeredapps/stripe-connect/src/proxy/x-has-active-stripe-account.js'
import xAccounts from '@layeredapps/stripe-connect/src/proxy/x-stripe-accounts.js'
import xActive from '@layeredapps/stripe-connect/src/proxy/x-stripe-accounts-active.js'
import xPending from '@layeredapps/stripe-connect/src/proxy/x-stripe-accounts-pending.js'
import xRequiring from '@layeredapps/stripe-connect/src/proxy/x-stripe-accounts-requiring.js'
import allow from '@layeredapps/stripe-connect/src/server/allow-api-requests-from-application.js'
import bindKey from '@layeredapps/stripe-connect/src/server/bind-stripe-key.js'
import checkBeforeDelete from '@layeredapps/stripe-connect/src/server/check-before-delete-stripe-account.js'
import requireInformation from '@layeredapps/stripe-connect/src/server/require-all-information-submitted.js'
import requireAccount from '@layeredapps/stripe-connect/src/server/require-connect-account.js'

export async function services(): Promise<string | undefined> {
  const config: Config = loadConfig({ PORT: '8000' })
  const made: Services = await createServices(config)
  const account = await made.storage.stripeAccounts.find('acct_1')
  const balance = await made.stripe.balance.retrieve()
  await closeServices(made)
  const amount: number | undefined = balance.available[0]?.amount
  return `${amount} ${account?.stripeObject.country}`
}

export function express(): StripeConnect {
  return stripeConnect({
    authenticate: (request: IncomingMessage & { user?: { id: string } }) =>
      request.user && { accountid: request.user.id, administrator: request.user.id === '1' },
    layout: ({ title, head, body }) => `<title>${title}</title>${head}${body}`,
  })
}

// @ts-expect-error: who is asking must be said
stripeConnect({})

export async function handlers(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const handler of [xHasActive, xAccounts, xActive, xPending, xRequiring])
    await handler({ account: { accountid: 'person' } }, { headers: {} })
  for (const handler of [bindKey, checkBeforeDelete, requireInformation, requireAccount])
    await handler.after(request, response)
  await allow.before(request)
}

export function failure(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map(({ variable }) => variable).join()
  if (error instanceof ConnectError || error instanceof StorageError) {
    const problems: readonly Problem[] = error.problems
    return `${error.status} ${problems[0]?.code}`
  }
  return error instanceof StartUpError ? error.message : 'unknown'
}

export const paths: string[] = routes.map((route: Route) => route.path)
export const version: string = manifest.version
export const module: () => Promise<void> = setup
export const name = ({ caller }: Context): Caller['accountid'] | undefined => caller?.accountid
