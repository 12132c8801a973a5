import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const NAME = '@layeredapps/stripe-connect'

/** A project that has the packed package installed; inside the repository, so that the dependencies resolve. */
let consumer: string
let installed: string

beforeAll(() => {
  mkdirSync(path.join(root, '.cache'), { recursive: true })
  consumer = mkdtempSync(path.join(root, '.cache', 'consumer-'))
  installed = path.join(consumer, 'node_modules', ...NAME.split('/'))
  mkdirSync(installed, { recursive: true })
  const packed = execFileSync('npm', ['pack', path.join(root, 'dist'), '--json', '--loglevel=error'], {
    cwd: consumer,
  })
  const [{ filename }] = JSON.parse(packed.toString()) as [{ filename: string }]
  execFileSync('tar', ['-xzf', filename, '--strip-components=1', '-C', installed], { cwd: consumer })
})

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

/** What a CommonJS program in the project prints, as JSON. */
function required(expression: string): unknown {
  const program = `process.stdout.write(JSON.stringify(${expression}))`
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: consumer }).toString())
}

describe('the packed package', () => {
  it('is laid out as Dashboard loads modules', () => {
    const main = required(`require.resolve('${NAME}')`)
    expect(main).toBe(path.join(installed, 'index.js'))
    const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
    expect(manifest.dashboard).toEqual({ modules: [], server: [], proxy: [], content: [] })
    for (const name of [
      'src/www/public/connect/connect.css',
      'menu-account.html',
      'menu-administrator.html',
    ]) {
      expect(existsSync(path.join(installed, name)), name).toBe(true)
    }
    expect(required(`require.resolve('${NAME}/menu-account.html')`)).toBe(
      path.join(installed, 'menu-account.html'),
    )
  })

  it('gives require() a bare function for every proxy file', () => {
    const files = readdirSync(path.join(installed, 'src', 'proxy')).filter((name) => /^x-.*\.js$/.test(name))
    expect(files).toHaveLength(5)
    for (const file of files)
      expect(required(`typeof require('${NAME}/src/proxy/${file}')`), file).toBe('function')
  })

  it('gives require() a handler for every server file', () => {
    const files = readdirSync(path.join(installed, 'src', 'server')).filter((name) => name.endsWith('.js'))
    expect(files.sort()).toEqual([
      'bind-stripe-key.js',
      'check-before-delete-stripe-account.js',
      'require-all-information-submitted.js',
      'require-connect-account.js',
    ])
    for (const file of files) {
      expect(required(`typeof require('${NAME}/src/server/${file}').after`), file).toBe('function')
    }
  })

  it('loads by require() and by import', () => {
    expect(required(`typeof require('${NAME}').createServices`)).toBe('function')
    const program = `import { createServices } from '${NAME}'; process.stdout.write(typeof createServices)`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: consumer })
    expect(printed.toString()).toBe('function')
  })

  it('carries nothing that only the repository needs', () => {
    const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
    expect(manifest.devDependencies).toBeUndefined()
    expect(manifest.scripts).toBeUndefined()
    expect(existsSync(path.join(installed, 'test'))).toBe(false)
  })
})
