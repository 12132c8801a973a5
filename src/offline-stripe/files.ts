/**
 * Uploaded files (https://docs.stripe.com/api/files), kept with their bytes.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { Content } from './content.ts'
import { invalidParameter } from './errors.ts'
import { createFileLink, FILE_LINK_DATA, fileLinks, linksTo } from './file-links.ts'
import { findOwn } from './find-own.ts'
import { listStored, PAGE, timeRange } from './lists.ts'
import { oneOf, parameters, required, string } from './parameters.ts'
import type { ResourceApi, Stored } from './resource-api.ts'

const IMAGES = ['jpg', 'png', 'pdf']
const LOGOS = ['jpg', 'png', 'gif']
/** Files that the offline Stripe keeps without looking into them. */
const ANY = ['bin', 'csv', 'gif', 'jpg', 'pdf', 'png']

/** The file types that each purpose accepts (https://docs.stripe.com/file-upload#uploading-a-file). */
const PURPOSES = {
  account_requirement: IMAGES,
  additional_verification: IMAGES,
  business_icon: LOGOS,
  business_logo: LOGOS,
  customer_signature: LOGOS,
  dispute_evidence: IMAGES,
  identity_document: IMAGES,
  issuing_regulatory_reporting: ANY,
  pci_document: ['pdf'],
  platform_terms_of_service: ANY,
  tax_document_user_upload: ['pdf', 'csv'],
  terminal_android_apk: ANY,
  terminal_reader_splashscreen: ANY,
  terminal_wifi_certificate: ANY,
  terminal_wifi_private_key: ANY,
} satisfies Partial<Record<Stripe.FileCreateParams.Purpose, string[]>>

type Purpose = keyof typeof PURPOSES

/** Purposes with a smaller limit than other uploads. */
const BRANDING: Purpose[] = ['business_icon', 'business_logo']
const BRANDING_MAX_BYTES = 512 * 1024

const PURPOSE = oneOf(...(Object.keys(PURPOSES) as Purpose[]))
const CREATE = parameters({ purpose: required(PURPOSE), file: string(), file_link_data: FILE_LINK_DATA })
/** The purposes of files that Stripe makes itself. */
const MADE_BY_STRIPE = [
  ...['document_provider_identity_document', 'finance_report_run', 'financial_account_statement'],
  ...['identity_document_downloadable', 'selfie', 'sigma_scheduled_query'],
] as const
const LIST = parameters({
  ...PAGE,
  created: timeRange(),
  purpose: oneOf(...(Object.keys(PURPOSES) as Purpose[]), ...MADE_BY_STRIPE),
})

const MEDIA_TYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
}

/** The first bytes of each type of file, because a name proves nothing. */
const SIGNATURES: [type: string, start: Buffer][] = [
  ['jpg', Buffer.from([0xff, 0xd8, 0xff])],
  ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['pdf', Buffer.from('%PDF-')],
  ['gif', Buffer.from('GIF8')],
]

export function files(api: ResourceApi): void {
  const { store } = api

  const find = (id: string, account: string | undefined) =>
    findOwn<Stripe.File>(store, { kind: 'file', noun: 'file upload', param: 'file' }, id, account)

  const shown = (file: Stripe.File, account: string | undefined): Stripe.File => ({
    ...file,
    links: linksTo(api, file.id, account),
  })

  const contentsOf = (id: string): Content => {
    const type = store.get<Stripe.File>('file', id)?.object.type ?? ''
    const bytes = store.get<{ base64: string }>('_file_bytes', `bytes_${id}`)?.object.base64 ?? ''
    return new Content(MEDIA_TYPES[type] ?? 'application/octet-stream', Buffer.from(bytes, 'base64'))
  }

  api.route({
    method: 'POST',
    path: '/v1/files',
    handle({ input, file: uploaded, account, base }) {
      const { purpose, file_link_data } = CREATE(input)
      if (!uploaded)
        throw invalidParameter('Missing required param: file.', { code: 'parameter_missing', param: 'file' })
      const id = api.newId('file')
      const object: Stripe.File = {
        id,
        object: 'file',
        created: api.clock.now(),
        expires_at: null,
        filename: uploaded.name,
        purpose,
        size: uploaded.bytes.length,
        title: null,
        type: checkedType(uploaded, purpose),
        url: `${base}/v1/files/${id}/contents`,
      }
      const row = { id, account, created: object.created, object, secret: {} }
      store.put('file', row)
      const bytes = { base64: uploaded.bytes.toString('base64') }
      store.put('_file_bytes', {
        id: `bytes_${id}`,
        account,
        created: object.created,
        object: bytes,
        secret: {},
      })
      if (file_link_data?.create) createFileLink(api, base, row, file_link_data)
      const file = shown(object, account)
      api.emit('file.created', file, account === undefined ? {} : { account })
      return file
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/files',
    handle(request) {
      const { created, purpose, ...cursor } = LIST(request.input)
      const where = ({ object }: Stored<Stripe.File>) => purpose === undefined || object.purpose === purpose
      const account = request.account ?? null
      const from = { kind: 'file', noun: 'file', account, url: '/v1/files', created, where }
      const page = listStored<Stripe.File>(store, from, cursor)
      return { ...page, data: page.data.map((file) => shown(file, request.account)) }
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/files/{file}',
    handle: ({ params: { file = '' }, account }) => shown(find(file, account).object, account),
  })

  api.route({
    method: 'GET',
    path: '/v1/files/{file}/contents',
    handle({ params: { file = '' }, account }) {
      return contentsOf(find(file, account).id)
    },
  })

  fileLinks(api, contentsOf)
}

/** Without the byte order mark or the empty lines that some programs write before the header of a PDF. */
function beginning(bytes: Buffer): Buffer {
  const [before = ''] = /^(ï»¿)?\s{0,8}/.exec(bytes.toString('latin1', 0, 16)) ?? []
  return bytes.subarray(before.length)
}

function checkedType({ name, bytes }: { name: string; bytes: Buffer }, purpose: Purpose): string {
  if (bytes.length === 0) throw invalidParameter('The file you uploaded is empty.', { param: 'file' })
  if (BRANDING.includes(purpose) && bytes.length > BRANDING_MAX_BYTES) {
    throw invalidParameter(`File size exceeds the ${BRANDING_MAX_BYTES / 1024} KB limit.`, { param: 'file' })
  }
  const accepted: string[] = PURPOSES[purpose]
  const [type] =
    SIGNATURES.find(([, start]) => beginning(bytes).subarray(0, start.length).equals(start)) ??
    (/\.csv$/i.test(name) ? ['csv'] : accepted === ANY ? ['bin'] : [])
  if (type !== undefined && accepted.includes(type)) return type
  throw invalidParameter(`Invalid file type. Files for ${purpose} must be one of: ${accepted.join(', ')}.`, {
    param: 'file',
  })
}
