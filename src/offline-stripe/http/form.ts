/**
 * `application/x-www-form-urlencoded` as Stripe reads it: `a[b][c]=1`, `a[0]=1` and `a[]=1` become objects and arrays.
 *
 * @module
 */
import { invalidParameter } from '../errors.ts'

type Tree = { [key: string]: Tree | string }

/** Deeper than any of Stripe's parameters; stops a hostile body from nesting without end. */
const MAX_DEPTH = 10

/** Decodes pairs in their order; a later value of the same name wins. */
export function decodeForm(pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
  const tree: Tree = Object.create(null)
  for (const [name, value] of pairs) place(tree, pathOf(name), value, name)
  return Object.fromEntries(Object.entries(tree).map(([key, each]) => [key, arranged(each)]))
}

function pathOf(name: string): string[] {
  const [, head, tail] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  if (head === undefined || tail === undefined)
    throw invalidParameter(`Invalid parameter name: ${name}`, { param: name })
  const path = [head, ...[...tail.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)]
  if (path.length > MAX_DEPTH) throw invalidParameter(`Parameter nested too deeply: ${name}`, { param: name })
  return path
}

function place(tree: Tree, path: string[], value: string, name: string): void {
  let branch = tree
  path.forEach((segment, index) => {
    const key = segment === '' ? String(Object.keys(branch).length) : segment
    if (index === path.length - 1) {
      branch[key] = value
      return
    }
    branch[key] ??= Object.create(null) as Tree
    const next = branch[key]
    if (typeof next === 'string') throw invalidParameter('Invalid object', { param: name })
    branch = next
  })
}

/** Turns an object whose keys count from 0 back into an array. */
function arranged(value: Tree | string): unknown {
  if (typeof value === 'string') return value
  const keys = Object.keys(value)
  const children = keys.map((key) => arranged(value[key] ?? ''))
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return children
  return Object.fromEntries(keys.map((key, index) => [key, children[index]]))
}
