/**
 * `npm run check`: format and lint, types, unused code, imports between folders, the shape of the package, and whether
 * generated files are fresh. Runs every check and names the failed ones at the end, so that one run shows everything to mend.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bin, checkNode, dist, ensureBuilt, ensureInstalled, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const packed = mkdtempSync(path.join(tmpdir(), 'stripe-connect-pack-'))
const checks = [
  ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=20']],
  ['types', bin('tsc'), []],
  ['unused code', bin('knip'), []],
  [
    'structure',
    bin('depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'src', 'examples', path.join('dist', 'src')],
  ],
  ['package: publint', bin('publint'), [dist, '--strict']],
  ['package: pack', 'npm', ['pack', dist, '--pack-destination', packed, '--loglevel=error']],
  [
    'package: types as consumers resolve them',
    bin('attw'),
    // The ignored rule warns that `require()` would load an ES module, which works in every Node that we support.
    // The preload is named to Node only: nobody imports anything from it.
    () => [
      ...[tarball(), '--ignore-rules', 'cjs-resolves-to-esm', '--include-entrypoints', ...handlers()],
      ...['--exclude-entrypoints', './offline-stripe/preload'],
    ],
  ],
  ['generated files are fresh', process.execPath, [path.join(root, 'scripts', 'generate.mjs'), '--check']],
]

const failed = []
for (const [name, command, args] of checks) {
  process.stdout.write(`\n--- ${name}\n`)
  const given = typeof args === 'function' ? args() : args
  const { status } = spawnSync(command, given, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) failed.push(name)
}
rmSync(packed, { recursive: true })

if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.join('; ')}\n`)
  process.exit(1)
}
process.stdout.write('\nAll checks passed.\n')

/** The files that a package.json can list: entry points that no pattern of `exports` spells out. */
function handlers() {
  return ['proxy', 'server'].flatMap((kind) =>
    readdirSync(path.join(dist, 'src', kind))
      .filter((name) => name.endsWith('.js'))
      .map((name) => `./src/${kind}/${name}`),
  )
}

function tarball() {
  const [name] = readdirSync(packed)
  return path.join(packed, name ?? 'nothing-was-packed.tgz')
}
