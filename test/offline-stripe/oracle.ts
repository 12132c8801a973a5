/**
 * Checks every answer of an offline Stripe against Stripe's own specification, which is kept beside the project.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OnResponse } from '../../src/offline-stripe/http/server.ts'
import {
  type OfflineStripe,
  type OfflineStripeOptions,
  startOfflineStripe,
} from '../../src/offline-stripe/start.ts'
import type { Specification } from './specification.ts'

interface Validate {
  (body: unknown): boolean
  errors?: { instancePath: string; message?: string; params: unknown }[] | null
}

interface Operation {
  responses?: { '200'?: { content?: Record<string, { schema: Schema }> } }
}

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  properties?: { data?: { items?: Schema } }
}

interface Oracle {
  doc: { paths: Record<string, Record<string, Operation>> }
  compile(name: string): Validate
}

const specification = fileURLToPath(new URL('../../../shared/stripe/openapi.json', import.meta.url))

/**
 * Stripe's specification. Without it nothing can be compared, and a line says so; in CI it is an error.
 *
 * @returns undefined where the specification is not
 */
export function readSpecification(): Specification | undefined {
  if (existsSync(specification)) return JSON.parse(readFileSync(specification, 'utf8')) as Specification
  if (process.env.CI) throw new Error(`Parameters cannot be compared: ${specification} is missing.`)
  process.stdout.write('Parameters are not compared with the specification of Stripe, which is not here.\n')
  return undefined
}

/** The mismatches with the specification in a test run. */
export interface Verdicts {
  onResponse: OnResponse
  problems: string[]
}

let loaded: Promise<Oracle | undefined> | undefined

/**
 * Makes the `onResponse` of an offline Stripe. Without the specification nothing is checked, and a line says so once;
 * in CI it is an error.
 *
 * @example
 * const verdicts = await stripeVerdicts()
 * const offlineStripe = await startOfflineStripe({ onResponse: verdicts.onResponse })
 * // ...
 * expect(verdicts.problems).toEqual([])
 */
export async function stripeVerdicts(): Promise<Verdicts> {
  loaded ??= load()
  const oracle = await loaded
  const problems: string[] = []
  return {
    problems,
    onResponse(method, path, status, body) {
      if (!oracle || !path.startsWith('/v1/')) return
      const found = problemsOf(oracle, method, path, status, JSON.parse(JSON.stringify(body)))
      problems.push(...found.filter((problem) => !problems.includes(problem)))
    },
  }
}

/** Starts an offline Stripe for tests of other parts. Its `close` throws if an answer did not match the specification. */
export async function startCheckedOfflineStripe(options: OfflineStripeOptions = {}): Promise<OfflineStripe> {
  const { onResponse, problems } = await stripeVerdicts()
  const offlineStripe = await startOfflineStripe({ onResponse, ...options })
  return {
    ...offlineStripe,
    async close() {
      await offlineStripe.close()
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }
}

async function load(): Promise<Oracle | undefined> {
  if (!existsSync(specification)) {
    if (process.env.CI) throw new Error(`Answers cannot be checked: ${specification} is missing.`)
    process.stdout.write('Answers are not checked against the specification of Stripe, which is not here.\n')
    return undefined
  }
  const { makeOracle } = await import(pathToFileURL(`${dirname(specification)}/oracle.mjs`).href)
  const oracle: Oracle = await makeOracle(specification, { openEnums: 'strict', closed: true })
  // Compile now: on a busy machine this takes longer than a person waits for Stripe.
  oracle.compile('account')
  return oracle
}

function problemsOf(oracle: Oracle, method: string, path: string, status: number, body: unknown): string[] {
  const place = `${method} ${path} (${status})`
  if (status !== 200) return isErrorBody(body) ? [] : [`${place}: no {"error": {type, message}}`]
  const operation = operationAt(oracle, method.toLowerCase(), path)
  if (!operation) return path.endsWith('/contents') ? [] : [`${place}: no such operation`]
  const schema = operation.responses?.['200']?.content?.['application/json']?.schema
  if (!schema) return [`${place}: the specification has no answer`]
  return mismatches(oracle, schema, body).map((problem) => `${place}: ${problem}`)
}

/** @param path as in the specification, or as requested */
function operationAt({ doc }: Oracle, method: string, path: string): Operation | undefined {
  const parts = path.split('/')
  const fitting = Object.entries(doc.paths).filter(([template, operations]) => {
    const wanted = template.split('/')
    const fits = (part: string, index: number) => part.startsWith('{') || part === parts[index]
    return method in operations && wanted.length === parts.length && wanted.every(fits)
  })
  // A path that matches literally wins over one with placeholders.
  fitting.sort(([one], [other]) => one.split('{').length - other.split('{').length)
  return fitting[0]?.[1][method]
}

function mismatches(oracle: Oracle, schema: Schema, body: unknown): string[] {
  const items = schema.properties?.data?.items
  if (items) {
    const { object, data, has_more, url } = body as Record<string, unknown>
    if (
      object !== 'list' ||
      !Array.isArray(data) ||
      typeof has_more !== 'boolean' ||
      typeof url !== 'string'
    ) {
      return ['no list']
    }
    return data.flatMap((item) => mismatches(oracle, items, item))
  }
  const names = (schema.anyOf ?? [schema]).flatMap(({ $ref }) => ($ref ? [$ref.split('/').at(-1) ?? ''] : []))
  const [own] = names.length > 1 ? names.filter((name) => name === nameOf(body)) : names
  if (own === undefined) return [`answers none of ${names.join(', ')}`]
  const validate = oracle.compile(own)
  if (validate(documented(listed(body)))) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${own}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

/** With a code of the specification for one that Stripe gives, and documents elsewhere only. */
function listed(body: unknown): unknown {
  const text = JSON.stringify(body)
  return JSON.parse(text.replaceAll('"invalid_address_po_boxes_disallowed"', '"invalid_street_address"'))
}

/** An account, also an expanded one, without what Stripe answers but does not document, which older programs read. */
function documented(body: unknown): unknown {
  const { object, external_accounts, login_links, ...rest } = body as {
    object?: string
    account?: unknown
    external_accounts?: { total_count?: number }
    login_links?: unknown
  }
  if (rest.account && typeof rest.account === 'object')
    return { ...(body as object), account: documented(rest.account) }
  if (object !== 'account' || !external_accounts) return body
  const { total_count, ...list } = external_accounts
  return { object, external_accounts: list, ...rest }
}

function nameOf(body: unknown): string | undefined {
  const { object, deleted } = body as { object?: string; deleted?: boolean }
  return deleted && object !== undefined ? `deleted_${object}` : object
}

function isErrorBody(body: unknown): boolean {
  const { error } = body as { error?: { type?: unknown; message?: unknown } }
  return typeof error?.type === 'string' && typeof error.message === 'string'
}
