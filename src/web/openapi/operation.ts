/**
 * One API route as an operation of `openapi.json`.
 *
 * @module
 */
import type { Audience } from '../enter.ts'
import type { Statuses } from '../feature.ts'
import { type JsonSchema, jsonSchema } from '../json-schema.ts'
import type { ApiRoute } from '../route.ts'
import { type Components, type Response, referenceTo } from './components.ts'
import { type Refusals, refusalsOf } from './refusals.ts'

type Content = Response['content']

interface Parameter {
  name: string
  in: 'query'
  required: boolean
  description?: string
  schema: JsonSchema
}

export interface Operation {
  operationId: string
  tags: [string]
  summary: string
  description: string
  security: Record<string, []>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Response | { $ref: string }>
}

/** What each error's schema is called. */
export const ERROR = 'error'

const FOR: Record<Audience, string> = {
  guest: 'For everybody.',
  user: 'For the person signed in, about what is theirs.',
  administrator: 'For administrators.',
}

/** The person's session, or the application server with the person's ids. */
const SIGNED_IN = ['session'] as const
const APPLICATION_SERVER = ['applicationServer', 'applicationServerToken', 'accountid', 'sessionid'] as const

export function operationOf(
  route: ApiRoute,
  chapter: string,
  statuses: Statuses,
  components: Components,
): Operation {
  const { path, audience, summary, query, body, returns } = route
  return {
    operationId: operationId(path),
    tags: [chapter],
    summary,
    description: FOR[audience],
    security: audience === 'guest' ? [] : [requirement(SIGNED_IN), requirement(APPLICATION_SERVER)],
    parameters: parametersOf(jsonSchema(query, 'input')),
    ...(body && { requestBody: bodyOf(route, body, components) }),
    responses: {
      200: {
        description: 'The result.',
        content: { 'application/json': { schema: components.refer(jsonSchema(returns, 'output')) } },
      },
      ...Object.fromEntries(
        [...refusalsOf(route, statuses)].map(([status, refusals]) => [
          status,
          refused(status, refusals, components),
        ]),
      ),
    },
  }
}

/** @example operationId('/api/user/connect/stripe-accounts') // 'userStripeAccounts' */
export function operationId(path: string): string {
  const words = path.split(/[/-]/).filter((word) => !['', 'api', 'connect'].includes(word))
  return words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
}

/** What the schema of a route's body is called. */
export const bodyTitle = (path: string): string => `${operationId(path)}Body`

const requirement = (schemes: readonly string[]) =>
  Object.fromEntries(schemes.map((name): [string, []] => [name, []]))

function parametersOf({ properties = {}, required = [] }: JsonSchema): Parameter[] {
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }))
}

/** A request without a body is one with an empty body. */
function bodyOf(
  { path, takesFiles }: ApiRoute,
  body: NonNullable<ApiRoute['body']>,
  components: Components,
): NonNullable<Operation['requestBody']> {
  const whole = jsonSchema(body, 'input')
  const schema = components.refer({ title: bodyTitle(path), ...whole })
  return {
    required: !body.safeParse({}).success,
    content: {
      'application/x-www-form-urlencoded': { schema },
      'multipart/form-data': { schema: takesFiles ? withFiles(whole) : schema },
      'application/json': { schema },
    },
  }
}

function withFiles(schema: JsonSchema): JsonSchema {
  const file = { type: 'string', contentMediaType: 'application/octet-stream', description: 'a file' }
  const { additionalProperties: values } = schema
  return { ...schema, additionalProperties: typeof values === 'object' ? { anyOf: [values, file] } : file }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'An input is missing or wrong.',
  401: 'Nobody is signed in.',
  402: 'A bank or a card network declines.',
  403: 'The caller may not do this.',
  404: 'There is no such object, or it is somebody else’s.',
  408: 'The body did not arrive in time.',
  409: 'The object’s state does not allow it.',
  413: 'The body is too large.',
  415: 'The body has a type that is not taken.',
  500: 'A fault of the module.',
  502: 'Another server answers what the module does not understand.',
  503: 'Something is not available now. Try again later.',
}

function refused(
  status: number,
  { own, common, isOpen }: Refusals,
  components: Components,
): Response | { $ref: string } {
  const names = [...new Set([...own, ...common])]
  const codes: JsonSchema = { enum: names }
  const another: JsonSchema = { pattern: '^invalid-.+$', description: 'about another input' }
  const message = isOpen ? { anyOf: [codes, another] } : codes
  const schema = { allOf: [{ $ref: referenceTo(ERROR) }, { properties: { message } }] }
  const response = {
    description: DESCRIPTIONS[status] ?? 'Refused.',
    ...(status === 503 && {
      headers: { 'Retry-After': { description: 'seconds to wait', schema: { type: 'integer' } } },
    }),
    content: { 'application/json': { schema } },
  }
  return own.length > 0 || isOpen ? response : components.share(`${status}-${names.join('-')}`, response)
}
