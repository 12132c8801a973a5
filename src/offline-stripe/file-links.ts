/**
 * Links with which anybody can open a file (https://docs.stripe.com/api/file_links).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Content } from './content.ts'
import { invalidParameter, invalidRequest, referenceMissing, resourceMissing } from './errors.ts'
import { findOwn } from './find-own.ts'
import { listStored, PAGE, timeRange } from './lists.ts'
import { type MetadataChange, mergeMetadata, metadata } from './metadata.ts'
import {
  boolean,
  hash,
  type Parameter,
  parameters,
  required,
  string,
  timestamp,
  unsettable,
} from './parameters.ts'
import type { ResourceApi, Stored } from './resource-api.ts'

const KIND = 'file_link'
const WHAT = { kind: KIND, noun: 'file link', param: 'link' }

/** The purposes of files that can have links. Pictures of identity documents cannot. */
const LINKABLE: Stripe.File.Purpose[] = [
  ...['business_icon', 'business_logo', 'customer_signature', 'dispute_evidence', 'pci_document'],
  'tax_document_user_upload',
]

const NEW_LINK = { expires_at: timestamp(), metadata: metadata() }
const CREATE = parameters({ ...NEW_LINK, file: required(string()) })
const UPDATE = parameters({ expires_at: unsettable(momentOrNow()), metadata: metadata() })
const LIST = parameters({ ...PAGE, created: timeRange(), expired: boolean(), file: string() })

/** `file_link_data` of an upload. */
export const FILE_LINK_DATA = hash({ ...NEW_LINK, create: required(boolean()) })

function momentOrNow(): Parameter<number | 'now'> {
  const moment = timestamp()
  return { read: (value, name) => (value === 'now' ? 'now' : moment.read(value, name)) }
}

/** @param contents Returns the bytes of a file. */
export function fileLinks(api: ResourceApi, contents: (file: string) => Content): void {
  const { store, clock } = api

  api.route({
    method: 'POST',
    path: '/v1/file_links',
    handle({ input, account, base }) {
      const { file, ...data } = CREATE(input)
      const row = store.get<Stripe.File>('file', file)
      if (!row || row.account !== account) throw referenceMissing('file upload', file, 'file')
      return createFileLink(api, base, row, data)
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/file_links',
    handle(request) {
      const { created, expired, file, ...cursor } = LIST(request.input)
      const where = ({ object }: Stored<Stripe.FileLink>) =>
        (expired === undefined || expired === isExpired(api, object)) &&
        (file === undefined || object.file === file)
      const from = {
        kind: KIND,
        noun: 'file link',
        account: request.account ?? null,
        url: '/v1/file_links',
        created,
        where,
      }
      const page = listStored<Stripe.FileLink>(store, from, cursor)
      return { ...page, data: page.data.map((link) => shown(api, link)) }
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/file_links/{link}',
    handle: ({ params, account }) =>
      shown(api, findOwn<Stripe.FileLink>(store, WHAT, params.link, account).object),
  })

  api.route({
    method: 'POST',
    path: '/v1/file_links/{link}',
    handle({ params, input, account }) {
      const row = findOwn<Stripe.FileLink>(store, WHAT, params.link, account)
      const { expires_at, metadata: change } = UPDATE(input)
      if (typeof expires_at === 'number') checkFuture(api, expires_at)
      const link: Stripe.FileLink = {
        ...row.object,
        ...(expires_at !== undefined && { expires_at: expires_at === 'now' ? clock.now() : expires_at }),
        metadata: mergeMetadata(row.object.metadata, change),
      }
      store.put(KIND, { ...row, object: link })
      return shown(api, link)
    },
  })

  api.route({
    method: 'GET',
    path: '/links/{link}',
    handle({ params: { link: id = '' } }) {
      const link = store.get<Stripe.FileLink>(KIND, id)?.object
      if (!link || isExpired(api, link)) throw resourceMissing('file link', id, 'link')
      return contents(String(link.file))
    },
  })
}

/** Makes a link to a file. Throws an invalid_request_error when the file's purpose allows none. */
export function createFileLink(
  api: ResourceApi,
  base: string,
  { account, object: file }: Stored<Stripe.File>,
  data: { expires_at?: number; metadata?: MetadataChange },
): Stripe.FileLink {
  if (!LINKABLE.includes(file.purpose)) {
    const message = `A file link cannot be created for a file with the purpose ${file.purpose}.`
    throw invalidRequest(message, { param: 'file' })
  }
  if (data.expires_at !== undefined) checkFuture(api, data.expires_at)
  const id = api.newId('link')
  const created = api.clock.now()
  const link: Stripe.FileLink = {
    id,
    object: 'file_link',
    created,
    expired: false,
    expires_at: data.expires_at ?? null,
    file: file.id,
    livemode: false,
    metadata: mergeMetadata({}, data.metadata),
    url: `${base}/links/${id}`,
  }
  api.store.put(KIND, { id, account, created, object: link, secret: {} })
  return link
}

/** The newest links to a file, as the file shows them. */
export function linksTo(
  api: ResourceApi,
  file: string,
  account: string | undefined,
): Stripe.ApiList<Stripe.FileLink> {
  const where = ({ object }: Stored<Stripe.FileLink>) => object.file === file
  const url = `/v1/file_links?file=${file}`
  const page = listStored<Stripe.FileLink>(
    api.store,
    { kind: KIND, noun: 'file link', account: account ?? null, url, where },
    {},
  )
  return { ...page, data: page.data.map((link) => shown(api, link)) }
}

function shown(api: ResourceApi, link: Stripe.FileLink): Stripe.FileLink {
  return { ...link, expired: isExpired(api, link) }
}

function isExpired({ clock }: ResourceApi, { expires_at }: Stripe.FileLink): boolean {
  return expires_at !== null && expires_at <= clock.now()
}

function checkFuture({ clock }: ResourceApi, expiresAt: number): void {
  if (expiresAt > clock.now()) return
  throw invalidParameter('The expiration of a file link must be in the future.', { param: 'expires_at' })
}
