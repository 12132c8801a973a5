/**
 * Starts the module in Dashboard.
 *
 * @module
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setRunningServices } from '../../application/running.ts'
import { loadConfig } from '../../config/config.ts'
import { dashboardEnvironment, dashboardFile, sharesDatabase } from '../../config/dashboard-host.ts'
import { routes } from '../../features.ts'
import { explainFailure } from '../../runtime/explain-failure.ts'
import { keepTrying } from '../../runtime/keep-trying.ts'
import { openModule } from '../../runtime/module.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'
import { isStorageError } from '../../storage/storage-error.ts'
import { viewsDirectory } from '../../web/assets.ts'
import { ViewEngine } from '../../web/view-engine.ts'
import { endedSessions } from '../standalone/store/sessions.ts'
import { guardCalls } from './application-calls.ts'
import { guardFiles } from './application-files.ts'
import { createConnectApp } from './connect-app.ts'
import { dashboardExports, dashboardGlobals } from './dashboard.ts'
import { guardBodies, refuse } from './guard-bodies.ts'
import { guardDatabase } from './guard-database.ts'
import { guardHashes } from './guard-hashes.ts'
import { guardParser } from './guard-parser.ts'
import { guardPublicFiles } from './guard-public-files.ts'
import { guardRedirects } from './guard-redirects.ts'
import handler from './guard-requests.ts'
import { guardScripts } from './guard-scripts.ts'
import { guardPassing } from './pass-on.ts'
import { registerRoutes } from './register-routes.ts'
import { state } from './state.ts'
import { stopWithDashboard } from './stop.ts'
import { createUnavailable } from './unavailable.ts'
import { answerUnidentified } from './unidentified.ts'

const HANDLER_FILE = fileURLToPath(
  new URL(`./guard-requests${path.extname(import.meta.url)}`, import.meta.url),
)

/**
 * Dashboard calls this for a module that a package.json names under `dashboard.modules`.
 *
 * If the module cannot start, it writes what to correct to the standard error, and its pages and API answer 503 `unavailable`;
 * the rest of the dashboard works. While only the database is missing, it tries again.
 *
 * @throws StartUpError outside Dashboard
 */
export async function setup(): Promise<void> {
  if (!dashboardGlobals.sitemap) throw new StartUpError('setup() is called by Dashboard; see the README.')
  await state.stop()
  const giveUp = new AbortController()
  state.stop = async () => giveUp.abort()
  const views = new ViewEngine(viewsDirectory)
  const open = () => start(views, giveUp.signal)
  try {
    enter(views)
    await open()
  } catch (error) {
    sayFailure(error)
    if (isStorageError(error)) keepTrying(open, giveUp.signal, isStorageError).catch(sayFailure)
  }
}

/** Registers the module with Dashboard. Until it has started, its pages and API say that they are unavailable. */
function enter(views: ViewEngine): void {
  const unavailable = createUnavailable(views)
  state.answer = unavailable
  registerRoutes(routes, (...request) => (state.answer ?? unavailable)(...request))
  guardFiles()
  guardBodies()
  guardRedirects()
  guardParser()
  guardScripts()
  guardDatabase(answerUnidentified)
  guardPassing()
  guardCalls((request, response) => refuse(request, response, 404, 'not-found'))
  guardHashes()
  guardPublicFiles()
  const { server, serverFilePaths } = dashboardGlobals.packageJSON.dashboard
  if (serverFilePaths.includes(HANDLER_FILE)) return
  server.push(handler)
  serverFilePaths.push(HANDLER_FILE)
}

async function start(views: ViewEngine, givenUp: AbortSignal): Promise<void> {
  const { answer: unavailable, stop: giveUp } = state
  const config = loadConfig(dashboardEnvironment(process.env, dashboardGlobals))
  const module = await openModule(config, {
    forgets: [endedSessions],
    earlierFile: dashboardFile(process.env),
  })
  if (givenUp.aborted) return module.stop()
  const stopping = new AbortController()
  state.stop = stopWithDashboard(dashboardExports(), async () => {
    stopping.abort()
    state.answer = unavailable
    state.areSessionsRead = () => true
    setRunningServices(undefined)
    await module.stop()
  })
  try {
    await module.begin()
  } catch (error) {
    await state.stop()
    state.stop = giveUp
    throw error
  }
  if (stopping.signal.aborted) return
  setRunningServices(module.services)
  if (sharesDatabase(process.env)) state.areSessionsRead = () => module.services.storage.isAnswering()
  state.answer = createConnectApp(module.services, views, stopping.signal)
}

/** Dashboard itself would report nothing. */
function sayFailure(error: unknown): void {
  process.stderr.write(`@layeredapps/stripe-connect could not be started.\n${explainFailure(error)}\n`)
}
