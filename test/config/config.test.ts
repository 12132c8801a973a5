import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig, VARIABLES } from '../../src/config/config.ts'
import { mysqlAddress } from '../../src/storage/dialects/mysql-address.ts'

/** What the earlier module and Dashboard read that bears on this module. */
const EARLIER = [
  ...['STRIPE_KEY', 'CONNECT_STRIPE_KEY', 'STRIPE_PUBLISHABLE_KEY', 'CONNECT_STRIPE_PUBLISHABLE_KEY'],
  ...['CONNECT_WEBHOOK_ENDPOINT_SECRET', 'STRIPE_JS', 'MAXIMUM_STRIPE_RETRIES', 'APPLICATION_FEE', 'COUNTRY'],
  ...['CHECK_BEFORE_DELETE_STRIPE_ACCOUNT', 'CONNECT_STORAGE', 'STORAGE', 'CONNECT_DATABASE_URL'],
  ...['DATABASE_URL', 'CONNECT_DATABASE_FILE', 'DATABASE_FILE', 'DATABASE', 'CONNECT_MAX_CONNECTIONS'],
  ...['MAX_CONNECTIONS', 'CONNECT_IDLE_CONNECION_LIMIT', 'IDLE_CONNECTION_LIMIT', 'CONNECT_REPLICATION'],
  ...[
    'STORAGE_REPLICATION',
    'CONNECT_READ_DATABASE_URL1',
    'READ_DATABASE_URL1',
    'STORAGE_CACHE',
    'REDIS_URL',
  ],
  ...['PAGE_SIZE', 'LOG_LEVEL', 'APPID', 'DOMAIN', 'HOST', 'PORT', 'DASHBOARD_SERVER', 'APPLICATION_SERVER'],
  ...['APPLICATION_SERVER_TOKEN', 'NODE_ENV', 'DISABLE_METRICS', 'CONTENT_SECURITY_POLICY', 'INLINE_JS'],
]

const PRODUCTION = {
  NODE_ENV: 'production',
  DASHBOARD_SERVER: 'https://market.example/',
  STRIPE_KEY: 'sk_live_abc',
  CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_one, whsec_two',
}

function problemsOf(env: NodeJS.ProcessEnv) {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const variablesOf = (env: NodeJS.ProcessEnv) => problemsOf(env).map(({ variable }) => variable)

describe('an empty environment', () => {
  test('gives the offline Stripe, an embedded database and the defaults of the table', () => {
    const config = loadConfig({})
    expect(config).toMatchObject({
      production: false,
      host: 'localhost',
      port: 8000,
      url: 'http://localhost:8000',
      stripe: { offline: true, api: undefined, webhookSecrets: [], maxRetries: 2 },
      storage: { dialect: 'sqlite', file: 'data/connect.db', replicas: [] },
      redis: undefined,
      headers: { limit: 8192, format: 'full' },
      applicationServer: undefined,
      checkBeforeDelete: '/api/check-before-delete-stripe-account',
      pageSize: 10,
    })
  })

  test('is the same as one that says every default aloud, or sets everything to nothing', () => {
    const defaults = VARIABLES.flatMap((variable) =>
      'fallback' in variable ? [[variable.name, variable.fallback]] : [],
    )
    const blanks = VARIABLES.map(({ name }) => [name, ' '])
    const config = loadConfig({})
    expect(loadConfig(Object.fromEntries(blanks))).toEqual(config)
    expect(loadConfig(Object.fromEntries(defaults))).toEqual({
      ...config,
      storage: { ...config.storage, file: './data/connect.db' },
    })
  })
})

describe('production', () => {
  test('takes several webhook secrets while one is being rolled', () => {
    const config = loadConfig(PRODUCTION)
    expect(config.url).toBe('https://market.example')
    expect(config.stripe).toMatchObject({ offline: false, webhookSecrets: ['whsec_one', 'whsec_two'] })
  })

  test('without a public address, a key and a webhook secret reports all', () => {
    expect(variablesOf({ NODE_ENV: 'production' })).toEqual([
      'DASHBOARD_SERVER',
      'CONNECT_STRIPE_KEY',
      'CONNECT_WEBHOOK_ENDPOINT_SECRET',
    ])
  })
})

describe('names', () => {
  test('of the module go before those of the host', () => {
    const config = loadConfig({
      STRIPE_KEY: 'sk_test_host',
      CONNECT_STRIPE_KEY: 'sk_test_module',
      MAX_CONNECTIONS: '3',
      DATABASE_FILE: 'host.db',
    })
    expect(config.stripe.key).toBe('sk_test_module')
    expect(config.storage).toMatchObject({ maxConnections: 3, file: 'host.db' })
  })

  test('in a complaint are the ones that were set', () => {
    expect(variablesOf({ STORAGE: 'mssql', PORT: 'x', STRIPE_KEY: 'nonsense' })).toEqual([
      'PORT',
      'STRIPE_KEY',
      'STORAGE',
    ])
  })

  test('in the table are unique', () => {
    expect(new Set(VARIABLES.map(({ name }) => name)).size).toBe(VARIABLES.length)
  })
})

describe('databases', () => {
  test.each(['postgresql', 'postgres', 'PostgreSQL'])('%s needs an address', (storage) => {
    expect(variablesOf({ CONNECT_STORAGE: storage })).toEqual(['CONNECT_DATABASE_URL'])
    const url = 'postgres://user:word@db.example/market'
    expect(loadConfig({ STORAGE: storage, DATABASE_URL: url }).storage).toMatchObject({
      dialect: 'postgresql',
      url,
    })
  })

  test.each(['mysql', 'mariadb', 'MariaDB'])('%s needs an address', (storage) => {
    expect(variablesOf({ CONNECT_STORAGE: storage })).toEqual(['CONNECT_DATABASE_URL'])
    const url = 'mysql://user:word@db.example/market'
    expect(loadConfig({ STORAGE: storage, DATABASE_URL: url }).storage).toMatchObject({
      dialect: 'mysql',
      url,
    })
    expect(variablesOf({ STORAGE: storage, DATABASE_URL: 'postgres://db/market' })).toEqual(['DATABASE_URL'])
  })

  test('are chosen by an address alone, whatever Dashboard keeps its own rows in', () => {
    const url = 'postgresql://db/market'
    expect(loadConfig({ CONNECT_DATABASE_URL: url }).storage.dialect).toBe('postgresql')
    expect(loadConfig({ DATABASE_URL: 'mariadb://db/market' }).storage.dialect).toBe('mysql')
    expect(loadConfig({ CONNECT_DATABASE_URL: url, STORAGE: 'mssql' }).storage.dialect).toBe('postgresql')
  })

  test.each([
    ['mssql', 'Microsoft SQL Server'],
    ['db2', 'IBM Db2'],
  ])('%s is refused by name, with what to do instead', (storage, name) => {
    for (const variable of ['CONNECT_STORAGE', 'STORAGE']) {
      const [problem, ...others] = problemsOf({ [variable]: storage, DATABASE_URL: 'Server=db;Database=m' })
      expect(others).toEqual([])
      expect(problem).toMatchObject({
        variable,
        problem: expect.stringMatching(new RegExp(`${name}.*not supported.*CONNECT_DATABASE_URL`)),
        example: expect.stringMatching(/postgresql CONNECT_DATABASE_URL=postgres:/),
      })
    }
    // Dashboard keeps its rows there all the same.
    const url = 'postgres://db/market'
    expect(loadConfig({ STORAGE: storage, CONNECT_DATABASE_URL: url }).storage.dialect).toBe('postgresql')
    expect(loadConfig({ STORAGE: storage, CONNECT_STORAGE: 'sqlite' }).storage.dialect).toBe('sqlite')
  })

  test('of an unknown kind are refused', () => {
    for (const url of ['mssql://db/market', 'db2://db/market', 'db.example', 'https://db.example'])
      expect(variablesOf({ CONNECT_DATABASE_URL: url }), url).toEqual(['CONNECT_DATABASE_URL'])
    expect(variablesOf({ CONNECT_STORAGE: 'toString' })).toEqual(['CONNECT_STORAGE'])
    // It is nobody's business here what Dashboard does not read.
    expect(loadConfig({ DATABASE_URL: 'mongodb://db/market' }).storage.dialect).toBe('sqlite')
  })

  test('keep their file in the data folder', () => {
    expect(loadConfig({ CONNECT_DATA: '/var/market' }).storage.file).toBe('/var/market/connect.db')
  })
})

describe('addresses with semicolons', () => {
  test('are read as Dashboard reads them', () => {
    const text = 'User Id=ada;Password=a=b/c;Server=db.example;Database=market;Port=5433'
    const url = 'postgresql://ada:a%3Db%2Fc@db.example:5433/market'
    for (const env of [
      { CONNECT_STORAGE: 'postgres', CONNECT_DATABASE_URL: text },
      { STORAGE: 'postgresql', DATABASE_URL: text },
      // Unlike a URL, it does not say which kind of database it is.
      { STORAGE: 'postgresql', CONNECT_DATABASE_URL: text },
    ])
      expect(loadConfig(env).storage).toMatchObject({ dialect: 'postgresql', url })
    expect(
      loadConfig({
        STORAGE: 'mariadb',
        DATABASE_URL: 'user id=ada;password=x;server=::1;database=market;?sslmode=require',
      }).storage.url,
    ).toBe('mysql://ada:x@[::1]/market?sslmode=require')
  })

  test('are read of replicas, too', () => {
    const { replicas } = loadConfig({
      STORAGE: 'postgresql',
      DATABASE_URL: 'Server=primary;Database=m',
      STORAGE_REPLICATION: '1',
      READ_DATABASE_URL1: 'User Id=ada;Password=;Server=one;Database=m;Port=5432',
      READ_DATABASE_URL2: 'postgres://two/m',
    }).storage
    expect(replicas).toEqual(['postgresql://ada@one:5432/m', 'postgres://two/m'])
  })

  test('that lack a server, a database or its kind are mistakes', () => {
    for (const DATABASE_URL of [
      'User Id=ada;Database=m',
      'Server=db;User Id=ada',
      'Server=db;Database=m;Port=x',
    ])
      expect(variablesOf({ STORAGE: 'postgresql', DATABASE_URL }), DATABASE_URL).toEqual(['DATABASE_URL'])
    expect(variablesOf({ CONNECT_DATABASE_URL: 'Server=db;Database=m' })).toEqual(['CONNECT_STORAGE'])
  })

  test('reach the drivers with every letter of the name, the password and the database', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    const value = text.filter((it) => !/[;\0]/.test(it) && it.trim() === it && !it.includes('?ssl'))
    fc.assert(
      fc.property(
        value,
        value,
        // In an address, `.` and `..` between slashes mean another place.
        value.filter((it) => !/^[./\\]|[/\\]\.{1,2}([/\\]|$)/.test(it)),
        (user, password, database) => {
          const address = `User Id=${user};Password=${password};Server=db.example;Database=${database};Port=5432`
          const urlFor = (STORAGE: string) => loadConfig({ STORAGE, DATABASE_URL: address }).storage.url ?? ''
          const client = new pg.Client({ connectionString: urlFor('postgresql') })
          expect(client).toMatchObject({ user, password, host: 'db.example', port: 5432 })
          if (!/[?#]/.test(database)) expect(client.database).toBe(database)
          expect(mysqlAddress(urlFor('mysql'))).toMatchObject({
            user,
            password,
            host: 'db.example',
            database,
          })
        },
      ),
    )
  })
})

describe('what the earlier module and Dashboard read', () => {
  const DATABASE = {
    CONNECT_DATABASE_URL: 'postgres://primary/m',
    CONNECT_READ_DATABASE_URL1: 'postgres://one/m',
  }
  const isReplicated = (env: NodeJS.ProcessEnv) =>
    loadConfig({ ...DATABASE, ...env }).storage.replicas.length > 0

  test('works under its name there', () => {
    for (const yes of ['true', '1', 'yes', 'TRUE']) {
      expect(isReplicated({ CONNECT_REPLICATION: yes }), yes).toBe(true)
      expect(isReplicated({ STORAGE_REPLICATION: yes }), yes).toBe(true)
    }
    expect(isReplicated({ CONNECT_REPLICATION: 'false' })).toBe(false)
    expect(isReplicated({ CONNECT_REPLICATION: 'true', CONNECT_STORAGE_REPLICATION: 'false' })).toBe(false)
    expect(isReplicated({ CONNECT_REPLICATION: 'false', STORAGE_REPLICATION: 'true' })).toBe(false)
    const idle = (env: NodeJS.ProcessEnv) => loadConfig(env).storage.idleTimeout
    expect(idle({ CONNECT_IDLE_CONNECION_LIMIT: '300', IDLE_CONNECTION_LIMIT: '200' })).toBe(300)
    expect(idle({ CONNECT_IDLE_CONNECTION_LIMIT: '400', CONNECT_IDLE_CONNECION_LIMIT: '300' })).toBe(400)
    expect(variablesOf({ CONNECT_IDLE_CONNECION_LIMIT: 'soon' })).toEqual(['CONNECT_IDLE_CONNECION_LIMIT'])
    expect(loadConfig({ MAXIMUM_STRIPE_RETRIES: '100' }).stripe.maxRetries).toBe(10)
  })

  test('is left alone where it had no effect', () => {
    expect(loadConfig({ STORAGE: 'sqlite', STORAGE_REPLICATION: 'true' }).storage.replicas).toEqual([])
    const env = { STRIPE_JS: '1', APPLICATION_FEE: '0.05', DATABASE: 'market' }
    expect(loadConfig(env)).toEqual(loadConfig({}))
  })

  test('may name countries, by their codes', () => {
    expect(loadConfig({ COUNTRY: 'us' }).countries).toEqual(['US'])
    expect(loadConfig({ COUNTRY: 'DE, at CH' }).countries).toEqual(['DE', 'AT', 'CH'])
    expect(loadConfig({}).countries).toBeUndefined()
    expect(variablesOf({ COUNTRY: 'DE,Austria' })).toEqual(['COUNTRY'])
  })

  test('is documented, each variable of it', async () => {
    const page = await readFile('docs/configuration.md', 'utf8')
    const [, earlier = ''] = page.split('## From the earlier module')
    for (const name of EARLIER) expect(earlier, name).toContain(`\`${name}\``)
  })
})

describe('replicas', () => {
  const PRIMARY = { CONNECT_DATABASE_URL: 'postgres://primary/market' }
  const OWN = {
    CONNECT_READ_DATABASE_URL1: 'postgres://one/m',
    CONNECT_READ_DATABASE_URL2: 'postgres://two/m',
  }
  const DASHBOARD = { STORAGE_REPLICATION: 'true', READ_DATABASE_URL1: 'postgres://dashboards/m' }

  test('are read in the order of their numbers, once replication is asked for', () => {
    const env = { ...PRIMARY, ...OWN, CONNECT_READ_DATABASE_URL10: '' }
    expect(loadConfig({ ...env, CONNECT_STORAGE_REPLICATION: 'true' }).storage.replicas).toEqual([
      'postgres://one/m',
      'postgres://two/m',
    ])
    expect(loadConfig(env).storage.replicas).toEqual([])
  })

  test('of Dashboard are those of a module that shares its database, and of no other', () => {
    const shared = { STORAGE: 'postgresql', DATABASE_URL: 'postgres://dashboard/m', ...DASHBOARD }
    expect(loadConfig(shared).storage.replicas).toEqual(['postgres://dashboards/m'])
    const named = { ...shared, CONNECT_STORAGE: 'postgres' }
    expect(loadConfig(named).storage).toMatchObject(loadConfig(shared).storage)
    expect(loadConfig({ ...shared, CONNECT_STORAGE: 'sqlite' }).storage.replicas).toEqual([])
    expect(loadConfig({ ...shared, ...PRIMARY }).storage.replicas).toEqual([])
    expect(variablesOf({ ...shared, ...PRIMARY, CONNECT_STORAGE_REPLICATION: 'true' })).toEqual([
      'CONNECT_READ_DATABASE_URL1',
    ])
    expect(loadConfig({ ...shared, CONNECT_STORAGE_REPLICATION: 'false' }).storage.replicas).toEqual([])
  })

  test('that are missing, of another kind or of SQLite are mistakes', () => {
    const replicated = { ...PRIMARY, CONNECT_STORAGE_REPLICATION: 'true' }
    expect(variablesOf(replicated)).toEqual(['CONNECT_READ_DATABASE_URL1'])
    expect(variablesOf({ ...replicated, CONNECT_READ_DATABASE_URL2: 'mysql://two/m' })).toEqual([
      'CONNECT_READ_DATABASE_URL2',
      'CONNECT_READ_DATABASE_URL1',
    ])
    expect(variablesOf({ ...OWN, CONNECT_STORAGE_REPLICATION: 'true' })).toEqual([
      'CONNECT_STORAGE_REPLICATION',
    ])
    expect(variablesOf({ ...replicated, CONNECT_STORAGE_REPLICATION: 'yes' })).toEqual([
      'CONNECT_STORAGE_REPLICATION',
    ])
  })
})

test('Redis has an address of its own or is shared with Dashboard', () => {
  expect(loadConfig({ REDIS_URL: 'redis://one:6379' }).redis).toBe('redis://one:6379')
  const both = { REDIS_URL: 'redis://one', CONNECT_REDIS_URL: 'rediss://two' }
  expect(loadConfig(both).redis).toBe('rediss://two')
  for (const CONNECT_REDIS_URL of [
    '127.0.0.1:6379',
    'redis://:100%sure@one:6379',
    'rediss://one?sslmode=disable',
    'rediss://one?sslrootcert=/nowhere',
  ])
    expect(variablesOf({ CONNECT_REDIS_URL })).toEqual(['CONNECT_REDIS_URL'])
})

describe('tokens only', () => {
  const tokensOnly = (env: NodeJS.ProcessEnv) => loadConfig(env).stripe.tokensOnly

  test('is what STRIPE_JS=3 asks for, and nothing else', () => {
    expect(tokensOnly({ STRIPE_JS: '3' })).toBe(true)
    for (const STRIPE_JS of ['', 'false', '0', '1', '2']) expect(tokensOnly({ STRIPE_JS })).toBe(false)
  })

  test('needs a publishable key, which the offline Stripe takes any of', () => {
    expect(loadConfig({ STRIPE_JS: '3' }).stripe.publishableKey).toMatch(/^pk_test_/)
    const test = { STRIPE_JS: '3', STRIPE_KEY: 'sk_test_1' }
    expect(problemsOf(test)).toMatchObject([
      { variable: 'CONNECT_STRIPE_PUBLISHABLE_KEY', problem: expect.stringContaining('STRIPE_JS=3') },
    ])
    expect(tokensOnly({ ...test, STRIPE_PUBLISHABLE_KEY: 'pk_test_1' })).toBe(true)
  })

  test('needs HTTPS with a live key', () => {
    const live = { ...PRODUCTION, STRIPE_JS: '3', STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }
    expect(tokensOnly(live)).toBe(true)
    expect(variablesOf({ ...live, DASHBOARD_SERVER: 'http://market.example' })).toEqual(['DASHBOARD_SERVER'])
  })
})

test('the tenant is named by any text without control characters', () => {
  for (const APPID of ['craft-market', `it's "a" \\ 市場 🏺`, 'x'.repeat(255)])
    expect(loadConfig({ APPID }).appid).toBe(APPID)
  for (const APPID of ['a\nb', 'a\0b', 'a\u0085b', 'a\ud800', 'x'.repeat(256)])
    expect(variablesOf({ APPID })).toEqual(['APPID'])
})

describe('mistakes', () => {
  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['a publishable key as the secret one', { STRIPE_KEY: 'pk_test_1' }, 'publishable key'],
    ['a webhook secret as the key', { STRIPE_KEY: 'whsec_1' }, 'webhook'],
    ['a secret key for browsers', { STRIPE_PUBLISHABLE_KEY: 'sk_test_1' }, 'never reach a browser'],
    ['keys of two modes', { STRIPE_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }, 'same mode'],
    [
      'a live key for the offline Stripe',
      { STRIPE_KEY: 'rk_live_1', CONNECT_STRIPE_API: 'http://127.0.0.1:12111' },
      'live key',
    ],
    ['a mode of Stripe.js that is none', { STRIPE_JS: 'true' }, 'one of false, 0, 1, 2, 3'],
    ['a page that is none', { CONNECT_ONBOARDING: 'embedded' }, 'custom, hosted'],
    ['a signing secret that is none', { CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_1,we_1' }, 'whsec_'],
    ['trust in everybody', { TRUST_PROXY: 'true' }, 'number of proxies'],
    ['an address without its scheme', { APPLICATION_SERVER: 'localhost:3000' }, 'http://'],
    ['a path on another host', { CHECK_BEFORE_DELETE_STRIPE_ACCOUNT: '//evil.example' }, 'path'],
    ['a token that no header can carry', { APPLICATION_SERVER_TOKEN: 'naïve' }, 'header'],
    ['a host with its port', { HOST: 'localhost:8000' }, 'this machine'],
    ['a port that is none', { PORT: '65536' }, '65535'],
    ['a port that nobody could be sent to', { PORT: '0' }, 'from 1'],
    ['a limit that is no number', { CONNECT_HEADER_LIMIT: '8k' }, 'whole number'],
    ['an unknown format', { CONNECT_HEADER_FORMAT: 'tiny' }, 'full, compact'],
    ['an unknown level', { LOG_LEVEL: 'loud' }, 'silent'],
  ])('%s', (_, env, words) => {
    const [problem, ...others] = problemsOf(env)
    expect(others).toEqual([])
    expect(problem?.problem).toContain(words)
    expect(problem?.example).not.toBe('')
    expect(Object.keys(env)).toContain(problem?.variable)
  })

  test('never repeat what was set', () => {
    const secret = 'correct-horse'
    const env = Object.fromEntries(VARIABLES.map(({ name }) => [name, `${secret} ü`]))
    expect(() => loadConfig(env)).toThrow(ConfigError)
    expect(JSON.stringify(problemsOf(env))).not.toContain(secret)
  })

  test('of any environment end in a ConfigError that names a variable, or in a configuration', () => {
    const names = VARIABLES.flatMap((variable) =>
      'earlier' in variable
        ? [variable.name, variable.earlier, variable.instead]
        : 'instead' in variable
          ? [variable.name, variable.instead]
          : [variable.name],
    )
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.integer().map(String),
      fc.constantFrom(
        'production',
        'postgresql',
        'sk_live_1',
        'pk_test_1',
        'whsec_1',
        'http://[',
        '256.256.256.256',
        'fe80::1%eth0',
        'localhost:80',
        'postgres://%',
        'Server=db;Database=m',
        'mssql',
      ),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), values), (env) => {
        for (const { variable } of problemsOf(env)) expect(names).toContain(variable)
      }),
    )
  })
})
