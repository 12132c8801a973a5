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
 * The environment of the host that starts in a folder. When that host is Dashboard with this module, some variables mean
 * something else.
 *
 * @param folder the folder with the package.json
 */
export function environmentIn(folder: string): NodeJS.ProcessEnv {
  const { env } = process
  if (!runsInDashboard(folder)) return env
  const { HOST = 'localhost', PORT = '8000' } = env
  return dashboardEnvironment(env, {
    // Dashboard's own defaults.
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
