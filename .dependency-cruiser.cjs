/**
 * The house, as CONTRIBUTING.md tells it: which room may import from which. `npm run check` holds the sources to it.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */

const { existsSync, readdirSync } = require('node:fs')
const { join } = require('node:path')

/** Rooms below the features that declare themselves as features do. */
const DECLARED_BELOW = ['accounts', 'events', 'web']

/** Every other room with a declaration. */
const FEATURE_ROOMS = readdirSync(join(__dirname, 'src')).filter(
  (room) => !DECLARED_BELOW.includes(room) && existsSync(join(__dirname, 'src', room, 'feature.ts')),
)

/** From the top down: a room imports from the rooms below its own. */
const FLOORS = [
  ['cli'],
  ['hosts', 'lists\\.ts'],
  ['runtime'],
  ['features\\.ts'],
  FEATURE_ROOMS,
  ['accounts'],
  ['application', 'events', 'web'],
  ['context'],
  ['storage', 'stripe'],
  ['config', 'messages', 'net'],
  ['core'],
]

/** What a room may import from a room beside it. */
const BESIDE = {
  // A webhook is a route.
  events: ['web'],
  // How an address asks for TLS is read together with the address.
  config: ['net'],
}

const FEATURES = FEATURE_ROOMS.join('|')

const rooms = (names) => `^src/(?:${names.join('|')})(?:/|$)`

const directions = FLOORS.flatMap((floor, level) =>
  floor.map((room) => ({
    name: `${room.replace('\\', '')}-imports-from-below`,
    comment: 'A room imports from the rooms below it; see CONTRIBUTING.md.',
    severity: 'error',
    from: { path: rooms([room]) },
    to: {
      path: rooms([...FLOORS.slice(0, level).flat(), ...floor.filter((other) => other !== room)]),
      pathNot: [
        ...(BESIDE[room] ? [rooms(BESIDE[room])] : []),
        ...(FEATURES.includes(room) ? [`^src/(?:${FEATURES})/index\\.ts$`] : []),
      ],
    },
  })),
)

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'no-circle',
      comment: 'Of two files that need each other, one has a part that belongs into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'scripts-know-the-application-alone',
      comment: 'The paths of these files are a contract: each is one thin file.',
      severity: 'error',
      from: { path: rooms(['proxy', 'server']) },
      to: { path: '^src/', pathNot: rooms(['application']) },
    },
    {
      name: 'nobody-imports-scripts',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms(['proxy', 'server']) },
      to: { path: rooms(['proxy', 'server']) },
    },
    {
      name: 'offline-stripe-knows-nobody',
      comment: 'It is of use to people who never use the module.',
      severity: 'error',
      from: { path: rooms(['offline-stripe']) },
      to: { path: '^(?:src|examples)/', pathNot: rooms(['offline-stripe']) },
    },
    {
      name: 'nobody-knows-offline-stripe',
      comment: 'It is spoken to over HTTP. The command line alone starts it.',
      severity: 'error',
      from: {
        path: '^(?:src|examples)/',
        pathNot: rooms(['offline-stripe', 'cli', 'cli\\.ts', 'lists\\.ts']),
      },
      to: { path: rooms(['offline-stripe']) },
    },
    {
      name: 'lists-read-its-countries',
      comment: 'What Stripe says of countries, as of this release, is told once.',
      severity: 'error',
      from: { path: rooms(['lists\\.ts']) },
      to: { path: rooms(['offline-stripe']), pathNot: rooms(['offline-stripe/countries']) },
    },
    {
      name: 'the-command-line-alone-knows-the-demo',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms(['demo', 'cli', 'cli\\.ts']) },
      to: { path: [rooms(['demo']), '^examples/'] },
    },
    {
      name: 'sql-in-storage-and-stores',
      comment: 'SQL stands in storage/, and in files named store.ts or folders named store.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/storage/', '/store(?:\\.ts$|/)', rooms(['offline-stripe'])] },
      to: { path: 'node_modules/(?:kysely|pg|mysql2|libsql)/' },
    },
    {
      name: 'stripe-client-in-stripe',
      comment: 'Elsewhere its types are imported, and nothing that runs: the build has only that.',
      severity: 'error',
      from: { path: '^dist/src/', pathNot: ['^dist/src/(?:stripe|offline-stripe)/', '\\.d\\.ts$'] },
      to: { path: 'node_modules/stripe/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
}
