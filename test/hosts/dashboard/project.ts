/**
 * A folder like that of a Dashboard user: Dashboard and our packed package installed by npm, the module and its files named
 * in package.json.
 *
 * @module
 */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { memoryOf, usageOf } from '../../benchmarks/usage.ts'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/marketplace.ts'

const run = promisify(execFile)
const dist = path.join(import.meta.dirname, '..', '..', '..', 'dist')
const NAME = '@layeredapps/stripe-connect'

const SERVER = [
  'allow-api-requests-from-application',
  'bind-stripe-key',
  'check-before-delete-stripe-account',
  'require-connect-account',
  'require-all-information-submitted',
]
const PROXY = [
  'x-has-active-stripe-account',
  'x-stripe-accounts',
  'x-stripe-accounts-active',
  'x-stripe-accounts-pending',
  'x-stripe-accounts-requiring',
]

/** A page of the application that asks the module in process, as another module would. */
const SELLERS = `module.exports = {
  get: async (req, res) => {
    const { accountid } = req.account
    const answers = []
    for (const query of [{ accountid, all: true }, { accountid: 'nobody' }]) {
      try {
        answers.push(await global.api.user.connect.StripeAccounts.get({ query, account: req.account, session: req.session }))
      } catch (error) {
        answers.push(error.message)
      }
    }
    answers.push(await global.api.administrator.connect.StripeAccountsCount.get({}))
    for (const accountid of [req.account.accountid, 'nobody']) {
      const query = { accountid }
      const payouts = global.api.administrator.connect.Payouts.get({ query, account: req.account, session: req.session })
      answers.push(await payouts.catch((error) => error.message))
    }
    answers.push(await global.api.administrator.connect.StripeAccountsCount.get({ appid: 'another' }).catch((error) => error.message))
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(answers))
  }
}`

/** Milliseconds for a hook in which npm installs Dashboard, and perhaps compiles sqlite3. */
export const INSTALLING = 600_000

/** Milliseconds that Dashboard may take until it answers. */
const STARTING = 90_000

export interface Project {
  folder: string
  /** Starts it and waits until it answers. */
  start(env: NodeJS.ProcessEnv): Promise<RunningDashboard>
  remove(): Promise<void>
}

export interface RunningDashboard {
  url: string
  /** Everything it printed. */
  output(): string
  /** Megabytes of resident memory. */
  memory(): number
  /** Microseconds of CPU used so far. */
  cpu(): number
  /** @returns its exit status or the signal that ended it */
  stop(signal?: NodeJS.Signals): Promise<number | string | null>
}

/** @param driver the driver for Dashboard's database */
export async function createProject(driver: 'pg@8' | 'sqlite3@6'): Promise<Project> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dashboard-'))
  const { stdout } = await run('npm', ['pack', dist, '--json', '--loglevel=error'], { cwd: folder })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const dashboard = {
    title: 'Craft market',
    modules: [NAME],
    server: SERVER.map((name) => `${NAME}/src/server/${name}.js`),
    proxy: PROXY.map((name) => `${NAME}/src/proxy/${name}.js`),
  }
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'market', version: '1.0.0', private: true, dashboard }),
  )
  await writeFile(path.join(folder, 'main.js'), "require('@layeredapps/dashboard').start(__dirname)\n")
  await mkdir(path.join(folder, 'src', 'www', 'account'), { recursive: true })
  await writeFile(path.join(folder, 'src', 'www', 'account', 'sellers.js'), SELLERS)
  await writeFile(path.join(folder, 'src', 'www', 'account', 'sellers.html'), '<html></html>')
  const packages = ['@layeredapps/dashboard@0.0.150', driver, `./${filename}`]
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...quiet, ...packages], { cwd: folder })
  return {
    folder,
    start: (env) => start(folder, env),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function start(folder: string, env: NodeJS.ProcessEnv): Promise<RunningDashboard> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['main.js'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const ended = once(child, 'exit')
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`Dashboard ended with ${child.exitCode}:\n${printed}`)
    await fetch(`${url}/public/favicon.ico`)
  }
  await eventually(answers, { limit: STARTING }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url,
    output: () => printed,
    memory: () => memoryOf(child.pid ?? 0),
    cpu: () => usageOf(child.pid ?? 0),
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [code, by] = await ended
      return code ?? by
    },
  }
}
