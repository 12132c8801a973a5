/**
 * Prepares `npm start`, `npm test` and the others: installs the dependencies of the lock file and builds the current sources.
 * Uses only Node, because nothing else may be installed yet.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const dist = path.join(root, 'dist')

const OLDEST_NODE = [20, 19]
/** Everything that goes into the build. */
const SOURCES = [
  'src',
  'views',
  'public',
  'examples',
  'docs',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsconfig.types.json',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
  'api.txt',
  'menu-account.html',
  'menu-administrator.html',
]

/** Ends the process with one clear line, for problems that are not a fault of these scripts. */
export function quit(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** Runs a program of the project and passes its output on; ends the process when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) quit(`${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

export const node = (args, options) => run(process.execPath, args, options)

/** The path of a command from a dependency. */
export const bin = (name) => path.join(root, 'node_modules', '.bin', name)

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    quit(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`)
  }
}

/** Installs when nothing is installed, or when the lock file has changed. */
export function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(root, 'node_modules', '.installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stdout.write('Installing dependencies, once...\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' })
  writeFileSync(stamp, lock)
}

/** Builds when there is no build, or a source is newer than it. */
export function ensureBuilt() {
  const stamp = path.join(dist, 'package.json')
  if (existsSync(stamp) && newest(SOURCES.map((name) => path.join(root, name))) <= statSync(stamp).mtimeMs)
    return
  process.stdout.write('Building...\n')
  node([path.join(root, 'scripts', 'build.mjs')])
}

function newest(paths) {
  return paths.reduce((latest, at) => {
    if (!existsSync(at)) return latest
    const stats = statSync(at)
    const inside = stats.isDirectory() ? newest(readdirSync(at).map((name) => path.join(at, name))) : 0
    return Math.max(latest, stats.mtimeMs, inside)
  }, 0)
}
