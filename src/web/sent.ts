/**
 * What comes with a request.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'

/** What is posted and read: every value is a string (or several), as forms and querystrings have it. */
export type FormValues = Record<string, string | string[] | undefined>

/** A file that came with a form. It is held in memory until the request is over, and counts as long. */
export interface UploadedFile {
  /** The name of the input. */
  field: string
  name: string
  type: string
  bytes: Buffer
}

export interface PostedBody {
  values: unknown
  files: UploadedFile[]
  /** Files that came but were not to be kept. */
  unkept: Pick<UploadedFile, 'field' | 'name'>[]
  /** What was too large, or more than can be held; the rest was read all the same, so that nothing typed is lost. */
  problems: Problem[]
}

export interface PostedForm extends PostedBody {
  values: FormValues
}
