import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { dashboardEnvironment } from './dashboard-host.ts'

const OWN_NAME = '@layeredapps/stripe-connect'
const DASHBOARD = '@layeredapps/dashboard'

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.unknown()).default({}),
  dashboard: z.object({ modules: z.array(z.string()).default([]) }).default({ modules: [] }),
})

/**
 * What the environment says to the host that is started in a folder: where that is Dashboard with this module, some variables
 * mean something else.
 *
 * @param folder where the package.json is
 */
export function environmentIn(folder: string): NodeJS.ProcessEnv {
  const { env } = process
  if (!runsInDashboard(folder)) return env
  const { HOST = 'localhost', PORT = '8000' } = env
  return dashboardEnvironment(env, {
    // As Dashboard itself chooses them.
    appid: env.APPID || env.DOMAIN || 'dashboard',
    dashboardServer: `${PORT === '443' ? 'https' : 'http'}://${HOST}:${PORT}`,
  })
}

function runsInDashboard(folder: string): boolean {
  try {
    const text = readFileSync(path.join(folder, 'package.json'), 'utf8')
    const { dependencies, dashboard } = packageSchema.parse(JSON.parse(text))
    return DASHBOARD in dependencies && dashboard.modules.includes(OWN_NAME)
  } catch {
    return false
  }
}
