import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config/config.ts'
import { dashboardEnvironment, dashboardFile } from '../../src/config/dashboard-host.ts'

const dashboard = { appid: 'market.example', dashboardServer: 'http://localhost:9000' }
const load = (env: NodeJS.ProcessEnv) => loadConfig(dashboardEnvironment(env, dashboard))

describe('the environment of a process in which Dashboard runs', () => {
  test('leaves the tenant and the address to Dashboard unless they are set', () => {
    expect(load({})).toMatchObject({ appid: 'market.example', url: 'http://localhost:9000' })
    expect(load({ APPID: 'shop', DASHBOARD_SERVER: 'https://shop.example' })).toMatchObject({
      appid: 'shop',
      url: 'https://shop.example',
    })
  })

  test('takes what the program set in place of variables', () => {
    const values = {
      ...dashboard,
      databaseURL: 'postgres://program/m',
      stripeKey: 'sk_test_program',
      connectWebhookEndPointSecret: 'whsec_program',
    }
    const set = loadConfig(dashboardEnvironment({ STORAGE: 'postgresql' }, values))
    expect(set.storage.url).toBe('postgres://program/m')
    expect(set.stripe).toMatchObject({ key: 'sk_test_program', webhookSecrets: ['whsec_program'] })
    const env = { STORAGE: 'postgresql', DATABASE_URL: 'postgres://env/m', STRIPE_KEY: 'sk_test_env' }
    const both = loadConfig(dashboardEnvironment(env, values))
    expect([both.storage.url, both.stripe.key]).toEqual(['postgres://env/m', 'sk_test_env'])
  })

  test.each([
    ['error,info', 'info'],
    ['log', 'info'],
    ['ERROR, Warn', 'warn'],
    [undefined, 'info'],
    ['debug', 'debug'],
  ])('takes the levels %s of Dashboard for %s', (LOG_LEVEL, level) => {
    expect(load({ ...(LOG_LEVEL && { LOG_LEVEL }) }).logLevel).toBe(level)
  })

  test('is left as it was', () => {
    const env = Object.freeze({ LOG_LEVEL: 'error,info', DATABASE_FILE: 'market.db' })
    load(env)
    expect(env.LOG_LEVEL).toBe('error,info')
  })
})

describe('where Dashboard keeps its rows in a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dashboard-file-'))
  const file = path.join(folder, 'market.db')
  writeFileSync(file, '')
  symlinkSync(file, path.join(folder, 'link.db'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ['the default', {}],
    ['said so', { STORAGE: 'sqlite' }],
  ])('ours go to one beside it: %s', (_how, env) => {
    const { storage } = load({ ...env, DATABASE_FILE: file })
    expect(storage).toMatchObject({ dialect: 'sqlite', file: path.join(folder, 'market-connect.db') })
  })

  test('ours go to the one that is named for them', () => {
    const own = path.join(folder, 'own.db')
    expect(load({ DATABASE_FILE: file, CONNECT_DATABASE_FILE: own }).storage.file).toBe(own)
  })

  test.each(['market.db', 'link.db', './sub/../market.db'])('never to the same: %s', (name) => {
    const env = { DATABASE_FILE: file, CONNECT_DATABASE_FILE: `${folder}/${name}` }
    expect(() => load(env)).toThrow(ConfigError)
    expect(() => load(env)).toThrow('CONNECT_DATABASE_FILE')
  })

  test('the earlier module kept its rows there, too', () => {
    expect(dashboardFile({ DATABASE_FILE: file })).toBe(file)
    expect(dashboardFile({ STORAGE: 'SQLite', DATABASE_FILE: ` ${file} ` })).toBe(file)
    expect(dashboardFile({ STORAGE: 'postgresql', DATABASE_FILE: file })).toBeUndefined()
    expect(dashboardFile({ STORAGE: 'sqlite' })).toBeUndefined()
  })

  test('a server that both use is shared', () => {
    const DATABASE_URL = 'postgres://postgres@127.0.0.1/market'
    const { storage } = load({ STORAGE: 'postgresql', DATABASE_URL, DATABASE_FILE: file })
    expect(storage).toMatchObject({ dialect: 'postgresql', url: DATABASE_URL })
  })
})
