/**
 * Compiles the sources and lays the package out in dist/ as the strictest host needs it: an `index.js` that `main` resolves to,
 * with `src/www`, `src/proxy` and `src/server` beside it. dist/ is the folder that is packed and published.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { copyDeclarations } from './declarations.mjs'
import { bin, checkNode, dist, ensureInstalled, root } from './set-up.mjs'

checkNode()
ensureInstalled()
// What was just installed makes it.
const { bundleAnswers } = await import('./answers.mjs')

const target = path.join(root, '.cache', `build-${process.pid}`)
const from = (...names) => path.join(root, ...names)
const to = (...names) => path.join(target, ...names)

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const declared = `${target}-types`
await Promise.all([compile('tsconfig.build.json', target), compile('tsconfig.types.json', declared)])
copyDeclarations(declared, target, ['src/index', ...handlers('proxy'), ...handlers('server')])
rmSync(declared, { recursive: true })

await bundleAnswers()
cpSync(from('public'), to('src', 'www', 'public', 'connect'), { recursive: true })
cpSync(from('views'), to('views'), { recursive: true })
for (const example of ['express', 'marketplace'])
  cpSync(from('examples', example, 'public'), to('examples', example, 'public'), { recursive: true })
for (const name of [
  ...['LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'api.txt', 'openapi.json'],
  ...['menu-account.html', 'menu-administrator.html'],
  ...readdirSync(from('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
])
  cpSync(from(name), to(name))
writeFileSync(to('README.md'), withHostedPictures(readFileSync(from('README.md'), 'utf8')))

writeFileSync(to('index.js'), "export * from './src/index.js'\n")
writeFileSync(to('index.d.ts'), "export * from './src/index.js'\n")
writeFileSync(to('package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`)

// A reader of dist/ sees the old build or the new one, never half of one.
const old = `${target}-old`
if (existsSync(dist)) renameSync(dist, old)
renameSync(target, dist)
rmSync(old, { recursive: true, force: true })

async function compile(project, folder) {
  const options = { stdio: 'inherit', shell: process.platform === 'win32' }
  const compiler = spawn(bin('tsc'), ['--project', project, '--outDir', folder], options)
  const [status] = await once(compiler, 'close')
  if (status !== 0) process.exit(status ?? 1)
}

/** The files that a package.json can list, as modules. */
function handlers(kind) {
  return readdirSync(from('src', kind)).map((name) => `src/${kind}/${path.parse(name).name}`)
}

/** Pictures would be a quarter of the package, so the README in it shows the repository's. */
function withHostedPictures(readme) {
  const hosted = 'https://raw.githubusercontent.com/layeredapps/stripe-connect/main/'
  return readme.replaceAll(/(?<=\]\()docs\/\w+\.png(?=\))/g, (picture) => hosted + picture)
}

/** The package.json to publish: ours without the parts that only this repository needs. */
function publishedManifest() {
  const {
    devDependencies,
    scripts,
    private: _,
    ...manifest
  } = JSON.parse(readFileSync(from('package.json'), 'utf8'))
  return {
    ...manifest,
    main: 'index.js',
    types: 'index.d.ts',
    bin: { 'stripe-connect': 'src/cli.js' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      // Dashboard loads these by path.
      './package.json': './package.json',
      './openapi.json': './openapi.json',
      './menu-*.html': './menu-*.html',
      './src/proxy/*.js': './src/proxy/*.js',
      './src/server/*.js': './src/server/*.js',
      './src/www/*': './src/www/*',
      './offline-stripe/preload': './src/offline-stripe/preload.js',
    },
    // Dashboard needs a module's lists to be empty; the application lists what it wants.
    dashboard: { modules: [], server: [], proxy: [], content: [] },
  }
}
