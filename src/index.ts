/**
 * The face of the package for programs that run it themselves.
 *
 * @example
 * import { closeServices, createServices, loadConfig } from '@layeredapps/stripe-connect'
 * const services = await createServices(loadConfig(process.env))
 * const account = await services.storage.stripeAccounts.find('acct_...')
 * await closeServices(services)
 *
 * @module
 */
export { type Config, ConfigError, loadConfig } from './config/config.ts'
export type { Caller, Context, Services } from './context/context.ts'
export { ConnectError, type Problem } from './core/errors.ts'
export { routes } from './features.ts'
export { setup } from './hosts/dashboard/setup.ts'
export type {
  HostLog,
  Identity,
  LayoutParts,
  Middleware,
  StripeConnect,
  StripeConnectOptions,
} from './hosts/express/options.ts'
export { stripeConnect } from './hosts/express/stripe-connect.ts'
export { closeServices, createServices } from './runtime/services.ts'
export { StartUpError } from './runtime/start-up-error.ts'
export { StorageError } from './storage/storage-error.ts'
export type { Route } from './web/route.ts'
