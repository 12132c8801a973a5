/**
 * Uploaded files (https://docs.stripe.com/api/files), kept with their bytes.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { Content } from './content.ts'
import { invalidParameter } from './errors.ts'
import { findOwn } from './find-own.ts'
import type { Kernel, Stored } from './kernel.ts'
import { inRange, listStored, PAGE, timeRange } from './lists.ts'
import { oneOf, parameters, required, string } from './parameters.ts'

const IMAGES = ['jpg', 'png', 'pdf']
const LOGOS = ['jpg', 'png', 'gif']

/** What each purpose takes (https://docs.stripe.com/file-upload#uploading-a-file). */
const PURPOSES = {
  account_requirement: IMAGES,
  additional_verification: IMAGES,
  business_icon: LOGOS,
  business_logo: LOGOS,
  customer_signature: LOGOS,
  dispute_evidence: IMAGES,
  identity_document: IMAGES,
  pci_document: ['pdf'],
  tax_document_user_upload: ['pdf', 'csv'],
} satisfies Partial<Record<Stripe.FileCreateParams.Purpose, string[]>>

type Purpose = keyof typeof PURPOSES

const PURPOSE = oneOf(...(Object.keys(PURPOSES) as Purpose[]))
const CREATE = parameters({ purpose: required(PURPOSE), file: string() })
const LIST = parameters({ ...PAGE, created: timeRange(), purpose: PURPOSE })

const MEDIA_TYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
}

/** How a file of each type begins; a name proves nothing. */
const SIGNATURES: [type: string, start: Buffer][] = [
  ['jpg', Buffer.from([0xff, 0xd8, 0xff])],
  ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['pdf', Buffer.from('%PDF-')],
  ['gif', Buffer.from('GIF8')],
]

export function files(kernel: Kernel, url: string): void {
  const { store } = kernel

  const find = (id: string, account: string | undefined) =>
    findOwn<Stripe.File>(store, { kind: 'file', noun: 'file upload', param: 'file' }, id, account)

  kernel.route({
    method: 'POST',
    path: '/v1/files',
    handle({ input, file, account }) {
      const { purpose } = CREATE(input)
      if (!file)
        throw invalidParameter('Missing required param: file.', { code: 'parameter_missing', param: 'file' })
      const id = kernel.newId('file')
      const object: Stripe.File = {
        id,
        object: 'file',
        created: kernel.clock.now(),
        expires_at: null,
        filename: file.name,
        purpose,
        size: file.bytes.length,
        title: null,
        type: checkedType(file, purpose),
        url: `${url}/v1/files/${id}/contents`,
      }
      store.put('file', { id, account, created: object.created, object, secret: {} })
      const bytes = { base64: file.bytes.toString('base64') }
      store.put('_file_bytes', {
        id: `bytes_${id}`,
        account,
        created: object.created,
        object: bytes,
        secret: {},
      })
      kernel.emit('file.created', object, account === undefined ? {} : { account })
      return object
    },
  })

  kernel.route({
    method: 'GET',
    path: '/v1/files',
    handle(request) {
      const { created, purpose, ...cursor } = LIST(request.input)
      const where = ({ object }: Stored<Stripe.File>) =>
        inRange(object.created, created) && (purpose === undefined || object.purpose === purpose)
      const from = { kind: 'file', noun: 'file', account: request.account ?? null, url: '/v1/files', where }
      return listStored<Stripe.File>(store, from, cursor)
    },
  })

  kernel.route({
    method: 'GET',
    path: '/v1/files/{file}',
    handle: ({ params: { file = '' }, account }) => find(file, account).object,
  })

  kernel.route({
    method: 'GET',
    path: '/v1/files/{file}/contents',
    handle({ params: { file = '' }, account }) {
      const { object } = find(file, account)
      const bytes = store.get<{ base64: string }>('_file_bytes', `bytes_${file}`)?.object.base64 ?? ''
      const type = MEDIA_TYPES[object.type ?? ''] ?? 'application/octet-stream'
      return new Content(type, Buffer.from(bytes, 'base64'))
    },
  })
}

function checkedType({ name, bytes }: { name: string; bytes: Buffer }, purpose: Purpose): string {
  if (bytes.length === 0) throw invalidParameter('The file you uploaded is empty.', { param: 'file' })
  const accepted: string[] = PURPOSES[purpose]
  const [type] =
    SIGNATURES.find(([, start]) => bytes.subarray(0, start.length).equals(start)) ??
    (/\.csv$/i.test(name) ? ['csv'] : [])
  if (type !== undefined && accepted.includes(type)) return type
  throw invalidParameter(`Invalid file type. Files for ${purpose} must be one of: ${accepted.join(', ')}.`, {
    param: 'file',
  })
}
