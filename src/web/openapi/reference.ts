/**
 * The API's reference for people and programs: a page at `/api/docs`, and the OpenAPI document beside it. Both say nothing about
 * anybody, so guests may see them.
 *
 * @module
 */
import { z } from 'zod'
import { API_DOCS } from '../../core/addresses.ts'
import type { ApiOfFeature, Feature, Statuses } from '../feature.ts'
import { page } from '../route.ts'
import { openApi } from './document.ts'
import { referenceView } from './reference-view.ts'

/** @param api what is described, which is known only once all features are */
export function apiReference(api: readonly ApiOfFeature[], statuses: Statuses) {
  // Most processes never show it.
  const document = once(() => openApi(api, statuses))
  const view = once(() => referenceView(document(), api, statuses))

  const docs = page({
    path: API_DOCS.page,
    audience: 'guest',
    query: z.object({}),
    load: async ({ messages, services }) => ({
      view: 'api/docs',
      data: {
        title: messages.text('api-docs.title'),
        file: API_DOCS.file,
        address: services.config.url,
        ...view(),
      },
    }),
  })

  const file = page({
    path: API_DOCS.file,
    audience: 'guest',
    query: z.object({}),
    async load({ services }) {
      const servers = [{ url: services.config.url, description: 'This server.' }]
      async function* parts() {
        yield JSON.stringify({ ...document(), servers })
      }
      return { file: { name: 'openapi.json', type: 'application/json', parts: parts() } }
    },
  })

  return {
    routes: [docs, file],
    menus: { administrator: [{ path: API_DOCS.page, label: 'api-docs.menu' }] },
  } as const satisfies Feature
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
