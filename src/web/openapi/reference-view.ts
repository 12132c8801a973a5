/**
 * What the page of the API's reference shows, from the OpenAPI document.
 *
 * @module
 */
import type { MessageKey } from '../../messages/sentences.ts'
import { COMMON_ERRORS } from '../common-errors.ts'
import type { ApiOfFeature, Statuses } from '../feature.ts'
import { choicesOf, type JsonSchema, jsonSchema } from '../json-schema.ts'
import type { ApiRoute } from '../route.ts'
import { titleIn } from './components.ts'
import type { OpenApi } from './document.ts'
import { bodyTitle, type Operation, operationId } from './operation.ts'
import { refusalsOf } from './refusals.ts'

/** A type in words: one of `choices` or, else, `name`, which may be that of an object below. */
interface Type {
  name: string
  choices: readonly string[]
  object: string | undefined
  isList: boolean
}

interface Value {
  name: string
  type: Type
  /** Said beside its name. */
  mark: MessageKey | undefined
  description: string | undefined
}

interface Section {
  id: string
  method: string
  path: string
  summary: string
  audience: string
  parameters: readonly Value[]
  body: readonly Value[]
  takesFiles: boolean
  result: Type
  refusals: readonly { status: number; codes: readonly string[]; isOpen: boolean }[]
}

export function referenceView(document: OpenApi, api: readonly ApiOfFeature[], statuses: Statuses) {
  const section = (route: ApiRoute): Section => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()]
    if (!operation) throw new TypeError(`${route.method} ${route.path} is not in the document`)
    return sectionOf(route, operation, statuses)
  }
  const bodies = new Set(api.flatMap(({ routes }) => routes.map(({ path }) => bodyTitle(path))))
  return {
    chapters: api.flatMap(({ chapter, routes }) =>
      chapter && routes.length > 0
        ? [{ id: chapter.title.toLowerCase(), ...chapter, sections: routes.map(section) }]
        : [],
    ),
    objects: Object.entries(document.components.schemas)
      .filter(([title]) => !bodies.has(title))
      .map(objectOf),
    common: byStatus(Object.entries(COMMON_ERRORS)),
  }
}

function sectionOf(route: ApiRoute, operation: Operation, statuses: Statuses): Section {
  const { method, path, takesFiles } = route
  const refusals = [...refusalsOf(route, statuses)].map(([status, { own, isOpen }]) => ({
    ...{ status, codes: own, isOpen },
  }))
  return {
    id: operationId(path),
    ...{ method, path, takesFiles },
    summary: operation.summary,
    audience: operation.description,
    parameters: operation.parameters.map(({ name, required, description, schema }) => ({
      ...{ name, description, type: typeOf(schema), mark: required ? REQUIRED : undefined },
    })),
    body: route.body ? inputsOf(jsonSchema(route.body, 'input')) : [],
    result: typeOf(resultIn(operation)),
    refusals: refusals.filter(({ codes }) => codes.length > 0),
  }
}

function resultIn({ responses: { 200: result } }: Operation): JsonSchema {
  return (result && 'content' in result && result.content['application/json']?.schema) || {}
}

const REQUIRED = 'api-docs.required'

function inputsOf(schema: JsonSchema): Value[] {
  const { additionalProperties: others } = schema
  const named = valuesOf(schema, (isRequired) => (isRequired ? REQUIRED : undefined))
  return typeof others === 'object' ? [...named, namedValue('<name>', others, undefined)] : named
}

function objectOf([name, schema]: [string, JsonSchema]) {
  return {
    ...{ id: anchorOf(name), name, description: schema.description },
    link: schema.externalDocs?.url,
    properties: valuesOf(schema, (isAlways) => (isAlways ? undefined : 'api-docs.sometimes')),
  }
}

function valuesOf(
  { properties = {}, required = [] }: JsonSchema,
  mark: (isRequired: boolean) => Value['mark'],
): Value[] {
  return Object.entries(properties).map(([name, schema]) =>
    namedValue(name, schema, mark(required.includes(name))),
  )
}

const namedValue = (name: string, schema: JsonSchema, mark: Value['mark']): Value => ({
  ...{ name, mark, description: schema.description, type: typeOf(schema) },
})

const anchorOf = (title: string) => `object-${title}`

function typeOf(schema: JsonSchema): Type {
  const { type, items, $ref: reference } = schema
  if (items) return { ...typeOf(items), isList: true }
  const single = { choices: choicesOf(schema), object: undefined, isList: false }
  if (reference === undefined) return { ...single, name: nameOf(schema, type) }
  const name = titleIn(reference)
  return { ...single, name, object: anchorOf(name) }
}

function nameOf({ format, const: only }: JsonSchema, type: JsonSchema['type']): string {
  if (only !== undefined) return JSON.stringify(only)
  if (format === 'date-time') return 'date and time'
  // What a form posts is text; JSON may have it as a number.
  return type?.includes('string') ? 'string' : [type ?? 'any'].flat().join(' or ')
}

function byStatus(codes: readonly [code: string, status: number][]) {
  const statuses = [...new Set(codes.map(([, status]) => status))].toSorted((a, b) => a - b)
  return statuses.map((status) => ({
    status,
    codes: codes.filter(([, its]) => its === status).map(([code]) => code),
  }))
}
