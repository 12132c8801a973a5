/**
 * The data that comes with a request.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'

/** The values of a form or a querystring: each is one string or several. */
export type FormValues = Record<string, string | string[] | undefined>

/** A file sent with a form. It stays in memory, and counts against the limits, until the request is over. */
export interface UploadedFile {
  /** The name of the input. */
  field: string
  name: string
  type: string
  bytes: Uint8Array
}

export interface PostedBody {
  values: unknown
  files: UploadedFile[]
  /** Files that were sent but not kept. */
  unkept: Pick<UploadedFile, 'field' | 'name'>[]
  /** What was too large or too much to hold. The rest is still read, so that nothing typed is lost. */
  problems: Problem[]
}

export interface PostedForm extends PostedBody {
  values: FormValues
}
