/**
 * The body of a request. We read forms with files and webhooks; Dashboard reads any other body and keeps its text.
 *
 * @module
 */
import type { Problem } from '../../core/errors.ts'
import type { ReceivedBody } from '../../web/host-hooks.ts'
import { plainForm } from '../../web/read-body.ts'
import { FILE_LIMIT, FILES_LIMIT } from '../../web/read-multipart.ts'
import type { FormValues, PostedBody, UploadedFile } from '../../web/sent.ts'
import { postedValues } from '../../web/validate.ts'
import type { DashboardCall, DashboardRequest } from './dashboard.ts'
import { takeOwnBody } from './read-own-body.ts'

/** @throws ConnectError when a form with files could not be read */
export function receivedBody(request: DashboardRequest): ReceivedBody {
  const { bodyRaw } = request
  if (bodyRaw === undefined) return takeOwnBody(request) ?? { bytes: undefined, form: plainForm({}) }
  return {
    bytes: Buffer.from(bodyRaw as string),
    // Parsed only on demand: a Stripe event is no form and may be of any size.
    get form() {
      return plainForm(postedValues(String(bodyRaw)))
    },
  }
}

/** Writes numbers and booleans as text, as forms and querystrings have them; other values stay as they are. */
export function formValues(given: Record<string, unknown> = {}): FormValues {
  const text = (value: unknown) =>
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  const pairs = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, Array.isArray(value) ? value.map(text) : text(value)]),
  ) as FormValues
}

/**
 * Files from another module. It leaves out and reports files that are too large, as when we read a form.
 *
 * @param wanted the names of the files that the route takes
 */
export function uploadedFiles(
  uploads: DashboardCall['uploads'] = {},
  wanted: readonly string[],
): Omit<PostedBody, 'values'> {
  const files: UploadedFile[] = []
  const unkept: PostedBody['unkept'] = []
  const problems: Problem[] = []
  let total = 0
  for (const [field, { name = '', type = '', buffer }] of Object.entries(uploads)) {
    if (!wanted.includes(field)) {
      unkept.push({ field, name })
      continue
    }
    total += buffer.length
    if (buffer.length > FILE_LIMIT || total > FILES_LIMIT) problems.push({ code: 'file-too-large', field })
    else files.push({ field, name, type, bytes: buffer })
  }
  return { files, unkept, problems }
}
