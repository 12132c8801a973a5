/** The packed package, as an app has it after installing it. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/marketplace.ts'

const execute = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')
const NAME = '@layeredapps/stripe-connect'

/** Milliseconds for npm, which may have to download packages. */
const INSTALLING = 300_000

/** A project with the packed package installed, far from the repository, so that only installed packages resolve. */
let consumer: string
let installed: string
let packed: { filename: string; size: number; files: { path: string }[] }

beforeAll(async () => {
  consumer = await mkdtemp(path.join(tmpdir(), 'consumer-'))
  installed = path.join(consumer, 'node_modules', ...NAME.split('/'))
  const pack = await npm('pack', path.join(root, 'dist'), '--json')
  packed = JSON.parse(pack)[0]
  await writeFile(path.join(consumer, 'package.json'), '{"name": "consumer", "private": true}')
  await npm('install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed.filename}`)
}, INSTALLING)

afterAll(() => rm(consumer, { recursive: true, force: true }))

async function npm(...args: string[]): Promise<string> {
  const { stdout } = await execute('npm', [...args, '--loglevel=error'], { cwd: consumer })
  return stdout
}

/** The handlers that a package.json may list, by path. */
function handlers(kind: 'proxy' | 'server'): string[] {
  return readdirSync(path.join(installed, 'src', kind))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${NAME}/src/${kind}/${name}`)
}

async function copyPrograms(...names: string[]): Promise<void> {
  for (const name of names)
    await copyFile(path.join(import.meta.dirname, 'programs', name), path.join(consumer, name))
}

/** The anchors of a page's headings. */
function anchors(page: string): string[] {
  const headings = readFileSync(path.join(installed, page), 'utf8').matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** Runs one of the programs in this folder inside the project. @returns the JSON that it printed */
async function run(program: string): Promise<unknown> {
  await copyPrograms(program, 'use.cjs')
  const { stdout } = await execute(process.execPath, [program], {
    cwd: consumer,
    env: { PATH: process.env.PATH, ENTRIES: [...handlers('proxy'), ...handlers('server')].join(' ') },
  })
  return JSON.parse(stdout)
}

/** The result of a program that uses everything. */
const USED = {
  face: [
    'ConfigError',
    'ConnectError',
    'StartUpError',
    'StorageError',
    'countryCurrencyIndex',
    'countryDivisions',
    'countryList',
    'countryNameIndex',
    'countrySpecIndex',
    'countrySpecs',
    'getMerchantCategoryCodes',
    'loadConfig',
    'setup',
    'stripeConnect',
  ],
  version: '1.0.0',
  lists: {
    country: { object: 'country', code: 'GB', name: 'United Kingdom' },
    name: 'Japan',
    spec: { name: 'Germany', id: 'DE', default_currency: 'eur' },
    sameSpec: 'Germany',
    currencies: [
      { object: 'currency', currency: 'cad', name: 'CAD' },
      { object: 'currency', currency: 'usd', name: 'USD' },
    ],
    division: { object: 'option', value: 'CA', text: 'California' },
    noDivisions: [],
    category: { object: 'mcc', code: '5942', description: 'Books (book shops)' },
    inUnknownLanguage: true,
  },
  database: ':memory:',
  mistake: 'ConfigError',
  outsideDashboard: 'StartUpError',
  pages: { guest: 303, webhook: 405, stylesheet: 200, api: 401 },
}

describe('a program', () => {
  test.each(['program.cjs', 'program.mjs'])('uses every entry point: %s', async (program) => {
    const { entries, ...used } = (await run(program)) as Record<string, unknown>
    expect(used).toEqual(USED)
    expect(entries).toEqual({
      'src/proxy/x-has-active-stripe-account.js': 'function',
      'src/proxy/x-stripe-accounts-active.js': 'function',
      'src/proxy/x-stripe-accounts-pending.js': 'function',
      'src/proxy/x-stripe-accounts-requiring.js': 'function',
      'src/proxy/x-stripe-accounts.js': 'function',
      'src/server/allow-api-requests-from-application.js': ['before'],
      'src/server/bind-stripe-key.js': ['after'],
      'src/server/check-before-delete-stripe-account.js': ['after'],
      'src/server/require-all-information-submitted.js': ['after'],
      'src/server/require-connect-account.js': ['after'],
    })
  })

  test.each([
    ['nodenext', 'nodenext', ['types.mts', 'types.cts']],
    ['commonjs', 'bundler', ['types.ts']],
  ])('is checked by TypeScript: module %s, resolution %s', async (module, resolution, files) => {
    await copyPrograms(...files)
    const options = { strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noEmit: true }
    const types = { types: ['node'], typeRoots: [path.join(root, 'node_modules', '@types')] }
    const compilerOptions = { ...options, ...types, target: 'es2023', module, moduleResolution: resolution }
    await writeFile(
      path.join(consumer, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, resolveJsonModule: true }, files }),
    )
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
    const { stdout } = await execute(tsc, [], { cwd: consumer }).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})

describe('the command', () => {
  const bin = () => path.join(consumer, 'node_modules', '.bin', 'stripe-connect')

  test('is found by npx', async () => {
    const { stdout } = await execute('npx', ['--no-install', 'stripe-connect', '--help'], { cwd: consumer })
    for (const command of ['start', 'migrate', 'check', 'offline-stripe']) expect(stdout).toContain(command)
  })

  // The folder's package.json has no settings for Dashboard.
  test('starts everything', async () => {
    const port = await freePort()
    const child = spawn(bin(), ['start'], {
      cwd: consumer,
      env: { PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    })
    const exited = once(child, 'exit')
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await exited
    })
    const ready = () =>
      fetch(`http://localhost:${port}/readyz`).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(ready).toBe(200)
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain('Craft market')
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})

describe('the package', () => {
  test('is laid out as Dashboard loads modules', async () => {
    const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
    expect(manifest.dashboard).toEqual({ modules: [], server: [], proxy: [], content: [] })
    const names = ['.', './package.json', './menu-account.html', './menu-administrator.html']
    const program = `process.stdout.write(JSON.stringify(${JSON.stringify(names)}.map((name) =>
      require.resolve(require('node:path').posix.join('${NAME}', name)))))`
    const { stdout } = await execute(process.execPath, ['-e', program], { cwd: consumer })
    expect(JSON.parse(stdout)).toEqual(
      ['index.js', 'package.json', 'menu-account.html', 'menu-administrator.html'].map((name) =>
        path.join(installed, name),
      ),
    )
    expect(existsSync(path.join(installed, 'src', 'www', 'public', 'connect', 'connect.css'))).toBe(true)
  })

  test('opens nothing internal', async () => {
    const file = 'src/features.js'
    expect(existsSync(path.join(installed, file))).toBe(true)
    await expect(
      execute(process.execPath, ['-e', `require.resolve('${NAME}/${file}')`], { cwd: consumer }),
    ).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('carries what it needs and no more', async () => {
    const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
    for (const section of ['devDependencies', 'scripts', 'private'])
      expect(manifest).not.toHaveProperty(section)
    const top = new Set(packed.files.map((file) => file.path.split('/')[0]))
    expect([...top].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'api.txt',
      'docs',
      'examples',
      'index.d.ts',
      'index.js',
      'menu-account.html',
      'menu-administrator.html',
      'openapi.json',
      'package.json',
      'src',
      'views',
    ])
    const foreign = packed.files.filter((file) =>
      /\.(map|test\.js|tsbuildinfo)$|(?<!\.d)\.ts$/.test(file.path),
    )
    expect(foreign).toEqual([])
    // A fifth of it are the rules of the fields for browsers.
    expect((await stat(path.join(consumer, packed.filename))).size).toBeLessThan(950_000)
  })

  test('has no link to a file or a heading that is not there', () => {
    const pages = packed.files.map((file) => file.path).filter((name) => name.endsWith('.md'))
    expect(pages).toContain('docs/headers.md')
    for (const page of pages) {
      const text = readFileSync(path.join(installed, page), 'utf8')
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
        const [name = '', heading] = target.split('#')
        const file = name === '' ? page : path.join(path.dirname(page), name)
        expect(existsSync(path.join(installed, file)), `${page}: ${target}`).toBe(true)
        if (heading !== undefined) expect(anchors(file), `${page}: ${target}`).toContain(heading)
      }
    }
  })

  test('has no declaration that names what is not there', () => {
    for (const { path: file } of packed.files.filter(({ path: name }) => name.endsWith('.d.ts'))) {
      const text = readFileSync(path.join(installed, file), 'utf8')
      for (const [, name = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
        const declaration = path.join(installed, path.dirname(file), name.replace(/\.js$/, '.d.ts'))
        expect(existsSync(declaration), `${file}: ${name}`).toBe(true)
      }
    }
  })
})
