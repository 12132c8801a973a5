/**
 * Starts the standalone host with everything it needs, and stops all of it again.
 *
 * @module
 */
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
import { createLogger } from '../../core/log.ts'
import { seedDemo } from '../../demo/seed.ts'
import { signingSecrets } from '../../events/signing-secrets.ts'
import { routes } from '../../features.ts'
import { readDashboardSettings } from '../../hosts/standalone/dashboard-settings.ts'
import { loadHandlers } from '../../hosts/standalone/handlers.ts'
import { loadMail } from '../../hosts/standalone/mail.ts'
import { startStandalone } from '../../hosts/standalone/server.ts'
import { endedSessions } from '../../hosts/standalone/store/sessions.ts'
import { userStore } from '../../hosts/standalone/store/users.ts'
import { checkDataFolder } from '../../runtime/data-folder.ts'
import { openModule } from '../../runtime/module.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'
import { stoppable } from '../../runtime/stoppable.ts'
import { type CraftMarket, startMarket, stockMarket } from './market.ts'
import { checkPort, listenError } from './start-checks.ts'

export interface StartOptions {
  config: Config
  /** The folder of the package.json with the `dashboard` section. */
  folder: string
  /** Fills a new marketplace with three months of sellers and payouts first. */
  demo: boolean
  print(line: string): void
}

export interface Running {
  /** Finishes the work under way and stops everything, the last started first. */
  stop(): Promise<void>
}

/**
 * @throws StartUpError, or the database's error, with one line on what to put right; everything started by then is stopped
 */
export async function start({ config: given, folder, demo, print }: StartOptions): Promise<Running> {
  if (demo && !given.stripe.offline) {
    throw new StartUpError('The demo needs the offline Stripe: start it without STRIPE_KEY.')
  }
  if (given.production && !given.applicationServer) {
    throw new StartUpError(
      'APPLICATION_SERVER is missing: in production the demo craft market does not stand in for your app.',
    )
  }
  const log = createLogger(given.logLevel)
  return stoppable(log, async (onStop) => {
    const settings = await readDashboardSettings(folder)
    for (const name of settings.unknownModules) {
      log.warn({ module: name }, 'this module of Dashboard is left out: it runs in Dashboard only')
    }
    const handlers = await loadHandlers(settings, folder)
    const mail = settings.mail === undefined ? undefined : await loadMail(settings.mail, folder)
    await checkDataFolder(given)
    await checkPort(given)

    const module = await openModule(given, { log, forgets: [endedSessions] })
    onStop(() => module.stop())
    const nextSteps = demo ? await prepareDemo(module.services, print) : [await firstStep(module.services)]
    const market = await startMarket(module.services.config, log)
    if (market) onStop(() => market.stop())

    const config = withMarket(module.services.config, market)
    const services = { ...module.services, config }
    const { host, port, trustedProxies } = config
    const { brand } = settings
    const checks = { 'webhook-endpoint': async () => (await signingSecrets(services)).length > 0 }
    const options = { services, routes, handlers, brand, mail, host, port, trustedProxies, checks }
    const standalone = await startStandalone(options).catch((error: unknown) => {
      throw listenError(error, config)
    })
    onStop(() => standalone.close())
    await module.begin()
    for (const line of readyBlock(services, brand.title, given, nextSteps)) print(line)
    return {}
  })
}

/** The configuration with the craft market as its application server, when it names none. */
function withMarket(given: Config, market: CraftMarket | undefined): Config {
  if (!market) return given
  return { ...given, applicationServer: market.url, applicationServerToken: market.token }
}

/** @returns lines about the people to sign in as */
async function prepareDemo(services: Services, print: StartOptions['print']): Promise<string[]> {
  print('Preparing the demo; the first time that takes a little while.')
  const signIns: string[] = []
  await seedDemo(services, { print: (line) => signIns.push(line) })
  if (!services.config.applicationServer) await stockMarket(services)
  return signIns
}

async function firstStep({ config: { url }, storage }: Services): Promise<string> {
  if (await userStore(storage).anyone())
    return `Sign in at ${url}/account/signin, or register another person.`
  return `First, register at ${url}/account/register: whoever registers first is the administrator.`
}

/** What the person who starts the host reads. */
function readyBlock(
  { config: { url, applicationServer, stripe }, storage }: Services,
  title: string,
  given: Config,
  nextSteps: readonly string[],
): string[] {
  return [
    '',
    `${title} is ready: ${url}`,
    '',
    `  Administrator  ${url}/administrator`,
    `  Application    ${applicationServer?.href}${applicationNote(given)}`,
    `  Stripe         ${whichStripe(given, stripe.api)}`,
    `  Database       ${storage.description}`,
    '',
    ...nextSteps.map((line) => `  ${line}`),
    '  Ctrl-C stops everything.',
    '',
  ]
}

function applicationNote({ applicationServer, applicationServerToken }: Config): string {
  if (!applicationServer) return ' (the demo craft market; APPLICATION_SERVER names yours)'
  if (applicationServerToken) return ''
  return ' (without APPLICATION_SERVER_TOKEN it cannot tell who sends the headers, nor call the API)'
}

/** @param api where the offline Stripe is */
function whichStripe({ stripe: { offline, api: given } }: Config, api: URL | undefined): string {
  if (!offline) return 'the real one, with your key'
  const where = api ? `, at ${api.href}` : ''
  const hint = given ? '' : ' (STRIPE_KEY connects the real one)'
  return `offline${where}: no real money, no real verification${hint}`
}
