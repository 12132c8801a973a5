/**
 * The JSON Schema of a route's query, body or result, for `api.txt` and `openapi.json`.
 *
 * @module
 */
import { z } from 'zod'

/** The part of JSON Schema 2020-12 that our schemas use. */
export interface JsonSchema {
  $ref?: string
  title?: string
  description?: string
  type?: string | string[]
  format?: string
  pattern?: string
  const?: unknown
  enum?: string[]
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  contentMediaType?: string
  externalDocs?: { url: string }
}

/** @param io whether a program sends it, or is sent it */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema: found }) {
      // The format says the same in one word.
      if (found.format === 'date-time') delete found.pattern
      // Every name is a text.
      delete found.propertyNames
      // A pattern is about texts: in a querystring this one makes sure of a number.
      if (found.type === 'integer') delete found.pattern
    },
  })
  return json as JsonSchema
}

/** The texts that a value is one of, besides none; empty when it may be another. JSON may have `true` for the text of these letters. */
export function choicesOf({ enum: choices, anyOf = [] }: JsonSchema): readonly string[] {
  return choices?.filter((text) => text !== '') ?? anyOf.flatMap(choicesOf)
}
