/** TypeScript checks this file, and nobody runs it: programs that use the types of every entry point. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Authenticate,
  type Config,
  ConfigError,
  type ConfigProblem,
  ConnectError,
  type Country,
  type Currency,
  countryCurrencyIndex,
  countryDivisions,
  countryList,
  countryNameIndex,
  countrySpecIndex,
  countrySpecs,
  type Division,
  getMerchantCategoryCodes,
  type HostLog,
  type Identity,
  type Layout,
  type LayoutParts,
  loadConfig,
  type MerchantCategoryCode,
  type Middleware,
  type NamedCountrySpec,
  type Problem,
  StartUpError,
  type StorageConfig,
  StorageError,
  type StripeConfig,
  type StripeConnect,
  type StripeConnectOptions,
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

export function database(): string | undefined {
  const config: Config = loadConfig({ PORT: '8000' })
  const storage: StorageConfig = config.storage
  const stripe: StripeConfig = config.stripe
  return stripe.offline ? storage.file : storage.url
}

type Visit = IncomingMessage & { user?: { id: string } }

const identity = (id: string): Identity => ({ accountid: id, administrator: id === '1' })
const authenticate: Authenticate<Visit> = (request) => request.user && identity(request.user.id)
const layout: Layout<Visit> = ({ title, head, body }: LayoutParts, request) =>
  `<title>${title} ${request.user?.id}</title>${head}${body}`

export function typed(log: HostLog): readonly Middleware[] {
  const options: StripeConnectOptions<Visit> = { authenticate, layout, log }
  const connect = stripeConnect(options)
  return [connect, connect.headers, connect.requireConnectAccount, connect.requireAllInformationSubmitted]
}

export function express(): StripeConnect {
  return stripeConnect({
    authenticate: (request: IncomingMessage & { user?: { id: string } }) =>
      request.user && { accountid: request.user.id, administrator: request.user.id === '1' },
    layout: ({ title, head, body }) => `<title>${title}</title>${head}${body}`,
  })
}

// @ts-expect-error: `authenticate` is required
stripeConnect({})

export async function handlers(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const handler of [xHasActive, xAccounts, xActive, xPending, xRequiring])
    await handler({ account: { accountid: 'person' } }, { headers: {} })
  for (const handler of [bindKey, checkBeforeDelete, requireInformation, requireAccount])
    await handler.after(request, response)
  await allow.before(request)
}

export function failure(error: unknown): string {
  if (error instanceof ConfigError)
    return error.problems.map(({ variable }: ConfigProblem) => variable).join()
  if (error instanceof ConnectError || error instanceof StorageError) {
    const problems: readonly Problem[] = error.problems
    return `${error.status} ${problems[0]?.code}`
  }
  return error instanceof StartUpError ? error.message : 'unknown'
}

export function lists(code: string): readonly (string | undefined)[] {
  const country: Country | undefined = countryList[0]
  const spec: NamedCountrySpec | undefined = countrySpecIndex[code] ?? countrySpecs[0]
  const currency: Currency | undefined = countryCurrencyIndex[code]?.[0]
  const division: Division | undefined = countryDivisions[code]?.[0]
  const category: MerchantCategoryCode | undefined = getMerchantCategoryCodes('en')[0]
  return [
    country?.name,
    countryNameIndex[code],
    spec?.default_currency,
    currency?.name,
    division?.text,
    category?.description,
  ]
}

export const version: string = manifest.version
export const module: () => Promise<void> = setup
