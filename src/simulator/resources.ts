import { accountLinks } from './account-links.ts'
import { accounts } from './accounts/index.ts'
import { countrySpecRoutes } from './country-spec-routes.ts'
import { files } from './files.ts'
import type { Kernel } from './kernel.ts'
import { platformAccount } from './platform-account.ts'
import { webhookEndpoints } from './webhooks/endpoints.ts'
import { events } from './webhooks/events.ts'

/** Puts in every resource; `url` is where people reach the simulator. */
export function resources(kernel: Kernel, url: string): void {
  accounts(kernel)
  accountLinks(kernel, url)
  countrySpecRoutes(kernel)
  events(kernel)
  files(kernel, url)
  platformAccount(kernel)
  webhookEndpoints(kernel)
}
