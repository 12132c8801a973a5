/**
 * Every environment variable that the module reads, as data. The table in docs/configuration.md and `--help` are made from it.
 * `earlier` is the name that the earlier module read. `instead` names a variable that Dashboard reads too; it counts while the
 * module's own is not set.
 *
 * @module
 */

interface Variable {
  name: string
  /** Its name in the earlier module, if that was another. It counts as the variable's own while that one is not set. */
  earlier?: string
  /** The variable read while this one is not set. */
  instead?: string
  /** What it does, in one line of Markdown. */
  description: string
  /** The value when neither is set. */
  fallback?: string
  example: string
}

export const VARIABLES = [
  {
    name: 'HOST',
    description: 'The address that the standalone server listens on; `0.0.0.0` for every address.',
    fallback: 'localhost',
    example: '0.0.0.0',
  },
  {
    name: 'PORT',
    description: 'The port that the standalone server listens on.',
    fallback: '8000',
    example: '8080',
  },
  {
    name: 'NODE_ENV',
    description: '`production` makes the module insist on what a public marketplace needs.',
    example: 'production',
  },
  {
    name: 'DASHBOARD_SERVER',
    description: 'The public address of the dashboard, as people type it. Production needs it.',
    fallback: 'http://localhost:8000',
    example: 'https://market.example',
  },
  {
    name: 'TRUST_PROXY',
    description:
      'How many of your proxies stand in front. The module believes only them about a person’s address.',
    fallback: '0',
    example: '1',
  },
  {
    name: 'APPLICATION_SERVER',
    description:
      'The address of your app. Until it is set, a demo craft market runs behind the dashboard. Production needs it.',
    example: 'http://127.0.0.1:3000',
  },
  {
    name: 'APPLICATION_SERVER_TOKEN',
    description: 'The secret by which the dashboard and your app recognise each other.',
    example: 'a-long-random-text',
  },
  {
    name: 'CONNECT_STRIPE_KEY',
    instead: 'STRIPE_KEY',
    description:
      'Stripe’s secret key (or `STRIPE_KEY`). Until it is set, the module uses the offline Stripe.',
    example: 'sk_test_...',
  },
  {
    name: 'CONNECT_STRIPE_PUBLISHABLE_KEY',
    instead: 'STRIPE_PUBLISHABLE_KEY',
    description:
      'Stripe’s publishable key (or `STRIPE_PUBLISHABLE_KEY`), of the same mode as the secret key. Browsers need it with `STRIPE_JS=3`.',
    example: 'pk_test_...',
  },
  {
    name: 'STRIPE_JS',
    description:
      '`3` sends what sellers say of themselves, their bank numbers and documents from the browser straight to Stripe. This server gets tokens only.',
    fallback: 'false',
    example: '3',
  },
  {
    name: 'CONNECT_ONBOARDING',
    description: 'Where sellers register: `custom` in the forms of the module, `hosted` on Stripe’s page.',
    fallback: 'custom',
    example: 'hosted',
  },
  {
    name: 'COUNTRY',
    description:
      'The only countries that new sellers may choose, with commas between. Unset, all where Stripe has accounts.',
    example: 'DE,AT,CH',
  },
  {
    name: 'CONNECT_WEBHOOK_ENDPOINT_SECRET',
    description:
      'The webhook endpoint’s signing secret; while you roll it, both secrets with a comma between. In development the module makes the endpoint itself.',
    example: 'whsec_...',
  },
  {
    name: 'CONNECT_STRIPE_API',
    description: 'The address of an offline Stripe that already runs.',
    example: 'http://127.0.0.1:12111',
  },
  {
    name: 'MAXIMUM_STRIPE_RETRIES',
    description:
      'How often the module repeats a call that failed at Stripe or on the network; 10 times at most.',
    fallback: '2',
    example: '3',
  },
  {
    name: 'CHECK_BEFORE_DELETE_STRIPE_ACCOUNT',
    description: 'The path of your app that the module asks before it deletes an account.',
    fallback: '/api/check-before-delete-stripe-account',
    example: '/may-delete',
  },
  {
    name: 'CONNECT_DATA',
    description: 'The folder for the database file and the state of the offline Stripe.',
    fallback: './data',
    example: '/var/lib/marketplace',
  },
  {
    name: 'CONNECT_STORAGE',
    instead: 'STORAGE',
    description:
      'The kind of database (or `STORAGE`): `sqlite`, `postgresql` (or `postgres`), `mysql` or `mariadb`.',
    fallback: 'sqlite',
    example: 'postgresql',
  },
  {
    name: 'CONNECT_DATABASE_URL',
    instead: 'DATABASE_URL',
    description:
      'The address of PostgreSQL, MySQL or MariaDB (or `DATABASE_URL`), also as `User Id=...;Password=...;Server=...;Database=...;Port=...`.',
    example: 'postgres://user:password@127.0.0.1:5432/marketplace',
  },
  {
    name: 'CONNECT_DATABASE_FILE',
    instead: 'DATABASE_FILE',
    description: 'The file of SQLite (or `DATABASE_FILE`).',
    fallback: './data/connect.db',
    example: '/var/lib/marketplace/connect.db',
  },
  {
    name: 'CONNECT_MAX_CONNECTIONS',
    instead: 'MAX_CONNECTIONS',
    description: 'The most connections that are open to each database server (or `MAX_CONNECTIONS`).',
    fallback: '10',
    example: '20',
  },
  {
    name: 'CONNECT_IDLE_CONNECTION_LIMIT',
    // The earlier module misspelt it.
    earlier: 'CONNECT_IDLE_CONNECION_LIMIT',
    instead: 'IDLE_CONNECTION_LIMIT',
    description:
      'Milliseconds after which an unused connection is closed (or `CONNECT_IDLE_CONNECION_LIMIT`, or `IDLE_CONNECTION_LIMIT`).',
    fallback: '10000',
    example: '30000',
  },
  {
    name: 'CONNECT_STORAGE_REPLICATION',
    earlier: 'CONNECT_REPLICATION',
    instead: 'STORAGE_REPLICATION',
    description:
      '`true` reads from replicas of the database (or any text in `CONNECT_REPLICATION` or `STORAGE_REPLICATION`).',
    fallback: 'false',
    example: 'true',
  },
  {
    name: 'CONNECT_READ_DATABASE_URL1',
    instead: 'READ_DATABASE_URL1',
    description:
      'The address of the first replica (or `READ_DATABASE_URL1`). The second is in `CONNECT_READ_DATABASE_URL2`, and so on.',
    example: 'postgres://user:password@127.0.0.1:5433/marketplace',
  },
  {
    name: 'CONNECT_REDIS_URL',
    instead: 'REDIS_URL',
    description:
      'The address of Redis (or `REDIS_URL`), through which several instances tell each other of changes at once and count attempts to sign in together.',
    example: 'redis://127.0.0.1:6379',
  },
  {
    name: 'CONNECT_HEADER_LIMIT',
    description: 'The most bytes that the headers about a person’s Stripe accounts take together.',
    fallback: '8192',
    example: '4096',
  },
  {
    name: 'CONNECT_HEADER_FORMAT',
    description: '`full` sends Stripe’s account objects while they fit; `compact` always sends shorter ones.',
    fallback: 'full',
    example: 'compact',
  },
  {
    name: 'PAGE_SIZE',
    description: 'How many rows a page of a list shows.',
    fallback: '10',
    example: '25',
  },
  {
    name: 'APPID',
    description:
      'The name of this marketplace, where several share a database, a Redis or a Stripe platform.',
    fallback: 'default',
    example: 'craft-market',
  },
  {
    name: 'LOG_LEVEL',
    description: 'How much is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    fallback: 'info',
    example: 'debug',
  },
] as const satisfies readonly Variable[]

export type VariableName = (typeof VARIABLES)[number]['name']

export const VARIABLE: ReadonlyMap<string, Variable> = new Map(
  VARIABLES.map((variable) => [variable.name, variable]),
)
