/**
 * Compares what a page gives its template with the names the template reads, including those in partials and the layout.
 * Handlebars shows nothing for a name it does not find, so a key renamed on one side only would go unnoticed.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Handlebars from 'handlebars'
import { viewsDirectory } from '../../src/web/assets.ts'
import { partialsIn, ViewEngine } from '../../src/web/view-engine.ts'

type Ast = hbs.AST.Node

/** The names that templates read from a value, or from each item of a list. */
class Names {
  readonly of = new Map<string, Names>()
  /** True for the page's whole data, false for a value in it. */
  readonly isTop: boolean
  /** Its keys are names of inputs. */
  isOpen = false
  isRequired = false

  constructor(isTop = false) {
    this.isTop = isTop
  }

  /** @param isOfView false for a name that a partial reads: at the top level it is a parameter, which not every page has */
  at(name: string, isOfView: boolean): Names {
    const names = this.of.get(name) ?? new Names()
    names.isOpen ||= name === 'errors'
    names.isRequired ||= isOfView || !this.isTop
    this.of.set(name, names)
    return names
  }
}

/** The value that a template calls `this`, and the parameters of a partial. */
interface Scope {
  names: Names
  isOfView: boolean
  given: ReadonlyMap<string, Names | undefined>
}

const NOTHING: ReadonlyMap<string, undefined> = new Map()
/** Parts of a path that are no name: the length of a list, or an index. */
const OF_LISTS = /^(?:length|\d+)$/

const asts = new Map<string, hbs.AST.Program>()

function astOf(template: string): hbs.AST.Program {
  const ast = asts.get(template) ?? Handlebars.parse(readFileSync(fileOf(template), 'utf8'))
  asts.set(template, ast)
  return ast
}

const fileOf = (template: string) => path.join(viewsDirectory, `${template}.hbs`)

/** @returns the names of the value; undefined for a value that no page gives: `@frame`, a text, a helper's result */
function read(expression: Ast, scopes: readonly Scope[]): Names | undefined {
  if (expression.type === 'SubExpression') {
    call(expression as hbs.AST.SubExpression, scopes)
    return undefined
  }
  if (expression.type !== 'PathExpression') return undefined
  const { data, depth, parts } = expression as hbs.AST.PathExpression
  const scope = scopes[depth]
  if (data || !scope) return undefined
  const { isOfView } = scope
  const [first, ...rest] = (parts as string[]).filter((part) => !OF_LISTS.test(part))
  if (first === undefined) return scope.names
  const start = scope.given.has(first) ? scope.given.get(first) : scope.names.at(first, isOfView)
  return rest.reduce<Names | undefined>((names, part) => names?.at(part, isOfView), start)
}

const nameOf = (path: Ast) => (path as hbs.AST.PathExpression).original

interface Call {
  path: Ast
  params: Ast[]
  hash?: hbs.AST.Hash | undefined
}

function call({ path: helper, params, hash }: Call, scopes: readonly Scope[]): void {
  const values = params.map((param) => read(param, scopes))
  for (const { value } of hash?.pairs ?? []) read(value, scopes)
  const isLookup = nameOf(helper) === 'lookup'
  if (isLookup && values[0]) values[0].isOpen = true
}

function walk(node: Ast, scopes: readonly Scope[]): void {
  switch (node.type) {
    case 'Program':
      for (const statement of (node as hbs.AST.Program).body) walk(statement, scopes)
      break
    case 'MustacheStatement': {
      const statement = node as hbs.AST.MustacheStatement
      const isCall = statement.params.length > 0 || statement.hash
      if (isCall) call(statement, scopes)
      else if (nameOf(statement.path) !== 'csrf') read(statement.path, scopes)
      break
    }
    case 'BlockStatement': {
      const { path: helper, params, program, inverse } = node as hbs.AST.BlockStatement
      const names = params.map((param) => read(param, scopes))[0]
      const isEach = nameOf(helper) === 'each'
      const isOfView = scopes[0]?.isOfView ?? false
      const inside = { names: names ?? new Names(), isOfView, given: NOTHING }
      walk(program, isEach ? [inside, ...scopes] : scopes)
      if (inverse) walk(inverse, scopes)
      break
    }
    case 'PartialStatement': {
      const { name, params, hash } = node as hbs.AST.PartialStatement
      const [scope, ...above] = scopes
      const own = params[0] ? read(params[0], scopes) : scope?.names
      const pairs = (hash?.pairs ?? []).map(({ key, value }) => [key, read(value, scopes)] as const)
      const given = new Map([...(params[0] ? [] : (scope?.given ?? [])), ...pairs])
      walk(astOf(partials.get(nameOf(name)) ?? ''), [
        { names: own ?? new Names(), isOfView: false, given },
        ...above,
      ])
    }
  }
}

const partials = partialsIn(viewsDirectory)
const AROUND = ['layouts/main', 'layouts/embedded', 'partials/head', 'partials/page-title']
const known = new Map<string, Names>()

/** The names that a view reads, with its layout and partials. */
function namesIn(view: string): Names {
  const before = known.get(view)
  if (before) return before
  const names = new Names(true)
  known.set(view, names)
  for (const each of [...AROUND, view])
    walk(astOf(each), [{ names, isOfView: each === view, given: NOTHING }])
  return names
}

/**
 * @returns the misfits: keys of the page that nothing reads, and names that are read but missing. A key may have an empty value.
 * Only the top-level keys have to be read: values such as an account's summary serve several views.
 */
function misfits(view: string, data: Record<string, unknown>): string[] {
  if (!existsSync(fileOf(view))) return []
  const names = namesIn(view)
  const unread = Object.keys(data).filter((key) => !names.of.has(key))
  return [...unread.map((key) => `${view}: nothing reads "${key}"`), ...missing(view, data, names)]
}

const isDate = ({ kind }: Record<string, unknown>) => kind === 'date'
/** Names that only some values have. */
const ONLY_OF: Readonly<Record<string, (value: Record<string, unknown>) => boolean>> = {
  order: isDate,
  parts: isDate,
  wrongParts: isDate,
  suggestion: ({ suggestion }) => suggestion !== undefined,
  oneSided: ({ kind }) => kind === 'document',
  wrongSides: ({ kind }) => kind === 'document',
}

function missing(where: string, value: unknown, names: Names): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => missing(where, item, names))
  if (names.isOpen || !isPlain(value)) return []
  return [...names.of].flatMap(([name, inner]) => {
    if (name in value) return missing(`${where}.${name}`, value[name], inner)
    const isRequired = inner.isRequired && (ONLY_OF[name]?.(value) ?? true)
    return isRequired ? [`${where}: there is no "${name}"`] : []
  })
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

const found = new Set<string>()

/** Collects misfits for `foundMisfits`. */
export function checkView(view: string, data: Record<string, unknown>): void {
  for (const misfit of misfits(view, data)) found.add(misfit)
}

/** @returns the misfits collected since the last call */
export function foundMisfits(): string[] {
  const all = [...found]
  found.clear()
  return all
}

const { render, renderParts } = ViewEngine.prototype
ViewEngine.prototype.render = function (view, data, frame) {
  checkView(view, data)
  return render.call(this, view, data, frame)
}
ViewEngine.prototype.renderParts = function (view, data, frame) {
  checkView(view, data)
  return renderParts.call(this, view, data, frame)
}
