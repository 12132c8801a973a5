/**
 * The services that run in this process. Dashboard calls the handlers a package.json lists with nothing but a request, so they
 * find the host's services here. They are kept on the global object because a package can be loaded twice (by a link and by its
 * real path) and both copies must share them.
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

/** A host calls it with its services when they are ready, and with undefined when it closes them. */
export function setRunningServices(services: Services | undefined): void {
  running().services = services
}

/**
 * @param appid the request's tenant, as the host gives it; a handler of the app may have set another
 * @returns undefined before the host is ready, after it stops, and for any other tenant
 */
export function runningServices(appid?: string): Services | undefined {
  const { services } = running()
  return services && serves(services, appid) ? services : undefined
}

/** Whether the services are for the request's tenant. A host that names no tenant has only one. */
export function serves({ config }: Services, appid: string | undefined): boolean {
  // Dashboard takes the variable as it is, spaces around it included.
  const named = appid?.trim()
  return !named || named === config.appid
}

/** The handler `check-before-delete-stripe-account` calls it on loading: listing that handler turns the check on. */
export function checkDeletions(): void {
  running().deletionsAreChecked = true
}

export function deletionsAreChecked(): boolean {
  return running().deletionsAreChecked
}
