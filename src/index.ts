/**
 * The public API of the package.
 *
 * An Express app uses {@link stripeConnect}. Dashboard calls {@link setup}. A program that reads the database itself, or checks a
 * deployment before it starts, reads the environment with {@link loadConfig}. {@link countrySpecs}, {@link countryList} and others
 * are lists for an app's own forms. The standalone server is the command
 * `stripe-connect start`.
 *
 * @example
 * import { stripeConnect } from '@layeredapps/stripe-connect'
 *
 * const connect = stripeConnect({
 *   authenticate: (request) => request.user && { accountid: request.user.id, sessionid: request.sessionID },
 *   url: 'https://market.example/payments',
 * })
 * app.use('/payments', connect)
 * app.use(connect.headers)
 *
 * @example
 * import { loadConfig } from '@layeredapps/stripe-connect'
 *
 * const { storage } = loadConfig(process.env)
 * const pool = new pg.Pool({ connectionString: storage.url })
 *
 * @module
 */
export {
  type Config,
  ConfigError,
  loadConfig,
  type StorageConfig,
  type StripeConfig,
} from './config/config.ts'
export type { ConfigProblem } from './config/environment-reader.ts'
export type { CheckBeforeDelete } from './context/context.ts'
export { ConnectError, type Problem } from './core/errors.ts'
export { setup } from './hosts/dashboard/setup.ts'
export type {
  Authenticate,
  HostLog,
  Identity,
  Layout,
  LayoutParts,
  Middleware,
  StripeConnect,
  StripeConnectOptions,
} from './hosts/express/options.ts'
export { stripeConnect } from './hosts/express/stripe-connect.ts'
export {
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
  type MerchantCategoryCode,
  type NamedCountrySpec,
} from './lists.ts'
export { StartUpError } from './runtime/start-up-error.ts'
export { StorageError } from './storage/storage-error.ts'
