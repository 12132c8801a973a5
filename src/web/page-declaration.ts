/**
 * What a page declares, and what it answers.
 *
 * @module
 */
import type { z } from 'zod'
import type { Problem } from '../core/errors.ts'
import type { Owner } from '../storage/owner.ts'
import type { Audience, ContextFor } from './enter.ts'
import type { FormValues, UploadedFile } from './sent.ts'

/** A page shown again after a refused form: what was typed and what is wrong with it. */
export interface Attempt {
  values: FormValues
  problems: readonly Problem[]
}

/** A page's answer. */
export type PageResult = (
  | {
      view: string
      data: Record<string, unknown>
      status?: number
      /** The page calls Stripe: its content security policy opens to Stripe's hosts, as no other does. */
      callsStripe?: boolean
    }
  /** A path on this host; sent as 303. */
  | { redirect: string }
  /** An address of Stripe's, which Stripe gave us; sent as 303. */
  | { leave: string }
  /** A file to keep, which is made while it is sent. */
  | { file: { name: string; type: string; parts: AsyncIterable<string> } }
) & {
  /** For a host's own pages, which set the sign-in cookie. */
  headers?: Readonly<Record<string, string | string[]>>
}

/** What a form leads to. `again` shows the page with what was typed, when a choice in it decides what else is asked. */
export type SubmitResult = PageResult | { again: true }

/** What `page` takes. */
export interface PageDeclaration<A extends Audience, Q extends z.ZodObject> {
  path: string
  audience: A
  query: Q
  /** As in `Visit`; absent for a form without files. */
  fileFields?(context: ContextFor<A>, input: { query: z.output<Q> }): Promise<readonly string[]>
  secrets?: readonly string[]
  /** As in `Visit`; absent where an address keeps it. */
  keeper?(context: ContextFor<A>, input: { query: z.output<Q> }): Promise<Owner | undefined>
  isForUs?(name: string): boolean
  load(
    context: ContextFor<A>,
    input: { query: z.output<Q>; attempt: Attempt | undefined },
  ): Promise<PageResult>
  submit?(
    context: ContextFor<A>,
    input: { query: z.output<Q>; body: FormValues; files: UploadedFile[] },
  ): Promise<SubmitResult>
}
