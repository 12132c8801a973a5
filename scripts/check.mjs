/**
 * `npm run check`: format and lint, types, unused code, which room imports from which, the shape of the package, the freshness of generated files.
 * Everything is tried and what failed is named at the end, so that one run shows all there is to mend.
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
    // What the one rule that is left out would say is meant so: `require()` loads ES modules in every Node that we run on.
    () => [tarball(), '--ignore-rules', 'cjs-resolves-to-esm', '--include-entrypoints', ...handlers()],
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

/** The files that a package.json lists: entry points which no pattern of `exports` spells out. */
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
