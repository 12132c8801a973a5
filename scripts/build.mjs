/**
 * Compiles the sources and lays the package out in dist/ as the strictest host wants it: an `index.js` that `main`
 * resolves to, with `src/www`, `src/proxy` and `src/server` beside it. dist/ is what is packed and published.
 */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bin, checkNode, dist, ensureInstalled, root, run } from './set-up.mjs'

checkNode()
ensureInstalled()

const target = path.join(root, '.cache', `build-${process.pid}`)
const from = (...names) => path.join(root, ...names)
const to = (...names) => path.join(target, ...names)

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
run(bin('tsc'), ['--project', 'tsconfig.build.json', '--outDir', target], {
  shell: process.platform === 'win32',
})

const publicDirectory = to('src', 'www', 'public', 'connect')
cpSync(from('public'), publicDirectory, { recursive: true })
cpSync(
  from('node_modules', '@picocss', 'pico', 'css', 'pico.min.css'),
  path.join(publicDirectory, 'pico.min.css'),
)
cpSync(from('views'), to('views'), { recursive: true })
cpSync(from('examples', 'marketplace', 'public'), to('examples', 'marketplace', 'public'), {
  recursive: true,
})
for (const name of ['README.md', 'LICENSE', 'menu-account.html', 'menu-administrator.html'])
  cpSync(from(name), to(name))

writeFileSync(to('index.js'), "export * from './src/index.js'\n")
writeFileSync(to('index.d.ts'), "export * from './src/index.js'\n")
writeFileSync(to('package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`)

// A reader of dist/ sees the old build or the new one, never half of one.
rmSync(dist, { recursive: true, force: true })
renameSync(target, dist)

/** The package.json of the published package: ours without what only this repository needs. */
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
      // Dashboard reads these two and the handlers by path.
      './package.json': './package.json',
      './*.html': './*.html',
      './src/*': './src/*',
    },
    // The lists of a module must be empty in Dashboard; the application lists what it wants.
    dashboard: { modules: [], server: [], proxy: [], content: [] },
  }
}
