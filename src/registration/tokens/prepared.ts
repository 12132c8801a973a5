/**
 * A form as a browser has it, and what becomes of it.
 *
 * @module
 */
import type { Problem } from '../../core/errors.ts'
import type { FormValues, UploadedFile } from '../../web/sent.ts'
import type { TokenOrder } from './token-form.ts'

export interface Posted {
  values: FormValues
  files: readonly UploadedFile[]
}

/** What Stripe says of what it refuses. */
export interface StripeRefusal {
  param?: string
  code?: string
  message?: string
}

/** Answers without a mistake. */
export interface Prepared {
  problems: Problem[]
  /** The files to give to Stripe, by their places in `files` of what was posted. */
  uploads: readonly { purpose: string; file: number }[]
  /** @param ids of the uploaded files, in the order of `uploads` */
  orders(ids: readonly string[]): TokenOrder[]
  /** What this server gets of the files: the ids of those that are on no token. */
  fileIds(ids: readonly string[]): [input: string, id: string][]
  /** The input that a refused parameter was made from; undefined when nothing typed is meant. */
  inputOf(refused: StripeRefusal): string | undefined
  /** The problem there. Without Stripe's sentence it gets one of ours. */
  problemAt(field: string, message: string | undefined): Problem
}
