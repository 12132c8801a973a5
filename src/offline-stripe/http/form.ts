/**
 * `application/x-www-form-urlencoded` as Stripe reads it: `a[b][c]=1`, `a[0]=1` and `a[]=1` become objects and arrays.
 *
 * @module
 */
import { invalidParameter } from '../errors.ts'

/** A map knows its size: counting the names of an object for each `[]` would take longer the more there are. */
type Tree = Map<string, Tree | string>

/** Deeper than any of Stripe's parameters; stops a hostile body from nesting without end. */
export const MAX_DEPTH = 10

/** Decodes pairs in their order; a later value of the same name wins. */
export function decodeForm(pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
  const tree: Tree = new Map()
  for (const [name, value] of pairs) place(tree, pathOf(name), value, name)
  return Object.fromEntries(Array.from(tree, ([key, each]) => [key, arranged(each)]))
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
    const key = segment === '' ? String(branch.size) : segment
    if (index === path.length - 1) {
      branch.set(key, value)
      return
    }
    const next = branch.get(key) ?? new Map<string, Tree | string>()
    if (typeof next === 'string') throw invalidParameter('Invalid object', { param: name })
    branch.set(key, next)
    branch = next
  })
}

/** Turns an object whose keys count from 0 back into an array. */
function arranged(value: Tree | string): unknown {
  if (typeof value === 'string') return value
  const items = Array.from(value.keys(), (_, index) => value.get(String(index)))
  if (items.length > 0 && items.every((item) => item !== undefined)) return items.map(arranged)
  return Object.fromEntries(Array.from(value, ([key, each]) => [key, arranged(each)]))
}
