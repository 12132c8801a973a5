/**
 * What runs in this process. Dashboard calls the handlers that a package.json lists with a request and nothing else, so
 * this is where they find the services that the host set up. It is kept on the global object because a package can be
 * loaded twice (by a link and by its real path) and both must mean the same.
 *
 * @module
 */
import type { Services } from '../context/context.ts'

interface Running {
  services: Services | undefined
  deletionsAreChecked: boolean
}

const KEY = Symbol.for('@layeredapps/stripe-connect/running')

function running(): Running {
  const holder = globalThis as { [KEY]?: Running }
  holder[KEY] ??= { services: undefined, deletionsAreChecked: false }
  return holder[KEY]
}

/** Called by a host once the services are ready and, with undefined, when it closes them. */
export function setRunningServices(services: Services | undefined): void {
  running().services = services
}

/**
 * @param appid the tenant of the request, as the host says it; a handler of the app may have given it to another one
 * @returns undefined before a host is ready, after it has stopped, and for another tenant than the one it serves
 */
export function runningServices(appid?: string): Services | undefined {
  const { services } = running()
  return services && serves(services, appid) ? services : undefined
}

/** Whether a request is of the tenant that the services are for. A host that names none has no other. */
export function serves({ config }: Services, appid: string | undefined): boolean {
  // Dashboard takes the variable as it is, with spaces around it.
  const named = appid?.trim()
  return !named || named === config.appid
}

/** Called by the handler `check-before-delete-stripe-account` when it is loaded: listing it is what turns the check on. */
export function checkDeletions(): void {
  running().deletionsAreChecked = true
}

export function deletionsAreChecked(): boolean {
  return running().deletionsAreChecked
}
