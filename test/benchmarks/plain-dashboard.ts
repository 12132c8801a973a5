/** The real Dashboard from npm, without modules, and a signed-in person. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort, type PlainProxy } from './plain-proxies.ts'

const PACKAGES = ['@layeredapps/dashboard@0.0.150', 'pg@8']

const PERSON = { username: 'maya-hart', password: 'correct-horse', confirm: 'correct-horse' }

/**
 * @param parts.database an empty database on PostgreSQL
 * @throws if npm cannot install it, or it does not start
 */
export async function startPlainDashboard({
  folder,
  applicationServer,
  database,
}: {
  folder: string
  applicationServer: string
  database: string
}): Promise<PlainProxy & { cookie: string }> {
  const project = path.join(folder, 'dashboard')
  await mkdir(project)
  await writeFile(path.join(project, 'package.json'), '{ "name": "market", "dashboard": {} }')
  await writeFile(path.join(project, 'main.js'), "require('@layeredapps/dashboard').start(__dirname)\n")
  const npm = ['install', ...PACKAGES, '--prefer-offline', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', npm, { cwd: project, shell: process.platform === 'win32' })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['main.js'], {
    cwd: project,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      DASHBOARD_SERVER: url,
      APPLICATION_SERVER: applicationServer,
      APPLICATION_SERVER_TOKEN: 'token',
      STORAGE: 'postgresql',
      DATABASE_URL: database,
    },
  })
  const ended = once(child, 'exit')
  while (!(await fetch(`${url}/account/register`).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`Dashboard ended with ${child.exitCode}`)
    await sleep(100)
  }
  return {
    // At `/` Dashboard looks for files, for nobody.
    url: `${url}/goods`,
    pid: child.pid ?? 0,
    cookie: await register(url),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** @returns the cookie header that a browser sends from then on */
async function register(url: string): Promise<string> {
  const { headers } = await fetch(`${url}/account/register`, {
    method: 'POST',
    body: new URLSearchParams(PERSON),
    redirect: 'manual',
  })
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  if (cookies.length === 0) throw new Error('Dashboard signs nobody in')
  return cookies.join('; ')
}
