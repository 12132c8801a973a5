/**
 * The API as an OpenAPI document, made from the route declarations: `openapi.json` at the root of the project.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 * @module
 */
import { readFileSync } from 'node:fs'
import type { ApiOfFeature, Statuses } from '../feature.ts'
import type { JsonSchema } from '../json-schema.ts'
import type { ApiRoute } from '../route.ts'
import { Components, type Response } from './components.ts'
import { ERROR, type Operation, operationOf } from './operation.ts'

export interface OpenApi {
  openapi: string
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: Server[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, Response>
    securitySchemes: Record<string, { type: string; in: string; name: string; description: string }>
  }
}

interface Server {
  url: string
  description: string
  variables?: Record<string, { default: string; description: string }>
}

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as Record<'version', string>

const DESCRIPTION = `Identifiers are read from the querystring and values from the body: as a form, a form with files, or JSON.
An answer is JSON. A refusal has a code in \`message\`, for programs, and a sentence in \`detail\`, for people.

A browser sends the cookie of the person's session, and the application server four headers that say who it is and for whom it
asks. In the Express host, your app says who is signed in. In Dashboard, the cookies are \`sessionid\` and \`token\`, and a
handler has to allow the API.

In Dashboard, other modules call the same routes in the same process: \`/api/user/connect/stripe-accounts\` is
\`global.api.user.connect.StripeAccounts\`. There, reads of administrators' routes are open to every module, and writes need an
administrator.`

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    object: { const: 'error' },
    message: { type: 'string', description: 'a code, for programs' },
    field: { type: 'string', description: 'the input it is about' },
    detail: { type: 'string', description: 'a sentence, for people' },
    redirect: {
      type: 'string',
      description: 'with deletion-refused: where the application server leads the person',
    },
  },
  required: ['object', 'message', 'detail'],
  additionalProperties: false,
}

const header = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description })

const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'dashboard-session',
    description:
      'The session of a person of the standalone server, with `__Host-` before the name on HTTPS. A write must come from a page of the same site.',
  },
  applicationServer: header('x-application-server', 'The address of the application server, as configured.'),
  applicationServerToken: header('x-application-server-token', 'Its token, as configured.'),
  accountid: header('x-accountid', 'The person for whom it asks.'),
  sessionid: header(
    'x-sessionid',
    'Their session, from the request that the application server is answering.',
  ),
}

const ANYWHERE: Server = {
  url: '{address}',
  description: 'Where the module answers.',
  variables: {
    address: {
      default: 'http://localhost:8000',
      description: 'the server’s address and, in an Express app, the path at which the module is mounted',
    },
  },
}

/**
 * @param api the routes of each feature
 * @param statuses of their error codes
 * @throws TypeError for routes of a feature without a chapter
 */
export function openApi(api: readonly ApiOfFeature[], statuses: Statuses): OpenApi {
  const chapters = api.filter(({ routes }) => routes.length > 0).map(inChapter)
  const components = new Components()
  const paths: OpenApi['paths'] = {}
  for (const { title, routes } of chapters)
    for (const route of routes) {
      const operation = operationOf(route, title, statuses, components)
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
    }
  return {
    openapi: '3.1.1',
    info: {
      title: '@layeredapps/stripe-connect',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [ANYWHERE],
    tags: chapters.map(({ title, about }) => ({ name: title, description: about })),
    paths,
    components: {
      schemas: { ...components.schemas, [ERROR]: ERROR_SCHEMA },
      responses: components.responses,
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

function inChapter({ chapter, routes }: ApiOfFeature): {
  title: string
  about: string
  routes: readonly ApiRoute[]
} {
  if (!chapter) throw new TypeError(`the feature of ${routes[0]?.path} has no chapter`)
  return { ...chapter, routes }
}
