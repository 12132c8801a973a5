/**
 * Metadata: up to 50 keys of up to 40 characters with values of up to 500 (https://docs.stripe.com/metadata).
 *
 * @module
 */
import { invalidParameter } from './errors.ts'
import type { Parameter } from './parameters.ts'

const MAX_KEYS = 50
const MAX_KEY = 40
const MAX_VALUE = 500

/** A call's changes to metadata: values to set, null for a key to unset, or null for everything to unset every key. */
export type MetadataChange = Record<string, string | null> | null

/** The `metadata` parameter of a route. */
export function metadata(): Parameter<MetadataChange> {
  return {
    read(value, name) {
      if (value === '') return null
      // Keys that count from 0 arrive as an array.
      if (typeof value !== 'object' || value === null) {
        throw invalidParameter('Invalid object', { param: name })
      }
      return Object.fromEntries(
        Object.entries(value).map(([key, text]) => [key, readValue(key, text, `${name}[${key}]`)]),
      )
    },
  }
}

function readValue(key: string, text: unknown, param: string): string | null {
  if (key.length > MAX_KEY || /[[\]]/.test(key)) {
    throw invalidParameter(
      `Invalid metadata key: ${key.slice(0, MAX_KEY)}; keys can be up to ${MAX_KEY} characters`,
      { param },
    )
  }
  if (typeof text !== 'string') throw invalidParameter('Metadata values must be strings', { param })
  if (text.length > MAX_VALUE) {
    throw invalidParameter(
      `Metadata values can have up to ${MAX_VALUE} characters; you passed in a value of ${text.length} characters`,
      { param },
    )
  }
  return text === '' ? null : text
}

/** Applies a change to an object's metadata. Keys that are left out stay. */
export function mergeMetadata(
  current: Record<string, string> | null | undefined,
  change: MetadataChange | undefined,
): Record<string, string> {
  if (change === null) return {}
  const merged: Record<string, string | null> = { ...current, ...change }
  const kept = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null)
  if (kept.length > MAX_KEYS) {
    throw invalidParameter(`You can only have ${MAX_KEYS} metadata keys.`, { param: 'metadata' })
  }
  return Object.fromEntries(kept)
}
