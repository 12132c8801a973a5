/**
 * Registers the module's routes with Dashboard: pages and API in its sitemap, the API also in `global.api` for other modules.
 *
 * @module
 */
import type { ApiRoute, Route } from '../../web/route.ts'
import { inProcess } from './call-api.ts'
import { type ApiTree, type ApiVerb, dashboardGlobals } from './dashboard.ts'
import type { Answer } from './state.ts'

/** Where Dashboard would look for a page's files. It tells the forms of different pages apart by these paths. */
const FOLDER = '/node_modules/@layeredapps/stripe-connect/src/www'

/** @param answer answers a request for a page */
export function registerRoutes(routes: readonly Route[], answer: Answer): void {
  const { sitemap, api } = dashboardGlobals
  const verbs = new Map<string, Record<string, ApiVerb>>()
  for (const route of routes) {
    switch (route.kind) {
      case 'api':
        verbs.set(route.path, { ...verbs.get(route.path), [route.method.toLowerCase()]: inProcess(route) })
        sitemap[route.path] = {
          api: verbs.get(route.path) ?? {},
          auth: route.audience !== 'guest',
          jsFilePath: `${FOLDER}${route.path}.js`,
        }
        break
      case 'page':
      case 'stream': {
        const show = async (...request: Parameters<Answer>) => answer(...request)
        const takesForm = route.kind === 'page' && route.takesForm
        sitemap[route.path] = {
          api: { get: show, head: show, ...(takesForm && { post: show }) },
          auth: route.audience !== 'guest',
          html: '',
          htmlFilePath: `${FOLDER}${route.path}.html`,
          jsFilePath: `${FOLDER}${route.path}.js`,
        }
      }
    }
  }
  for (const [path, methods] of verbs) place(api, path, methods)
}

/** `/api/user/connect/stripe-account` is `api.user.connect.StripeAccount`. */
function place(api: ApiTree, path: ApiRoute['path'] | string, methods: Record<string, ApiVerb>): void {
  const parts = path.split('/').slice(2)
  const name = (parts.pop() ?? '')
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
  let branch = api
  for (const part of parts) {
    branch[part] ??= {}
    branch = branch[part] as ApiTree
  }
  branch[name] = methods
}
