/**
 * What several places of `openapi.json` refer to: each schema with a title is told once, by its title, and so is each refusal that
 * is not of one route alone.
 *
 * @module
 */
import type { JsonSchema } from '../json-schema.ts'

export interface Response {
  description: string
  headers?: Record<string, { description: string; schema: JsonSchema }>
  content: Record<string, { schema: JsonSchema }>
}

export class Components {
  readonly schemas: Record<string, JsonSchema> = {}
  readonly responses: Record<string, Response> = {}

  /** @param name the same only for the same response */
  share(name: string, response: Response): { $ref: string } {
    this.responses[name] = response
    return { $ref: `#/components/responses/${name}` }
  }

  /**
   * @returns the same schema with references in place of what has a title
   * @throws TypeError when two different schemas have one title
   */
  refer(schema: JsonSchema): JsonSchema {
    const { title, ...told } = this.#within(schema)
    if (title === undefined) return told
    const known = this.schemas[title]
    if (known && JSON.stringify(known) !== JSON.stringify(told))
      throw new TypeError(`two different schemas are called "${title}"`)
    this.schemas[title] = told
    return { $ref: referenceTo(title) }
  }

  #within(schema: JsonSchema): JsonSchema {
    const { properties, items, anyOf, additionalProperties } = schema
    return {
      ...schema,
      ...(properties && { properties: mapValues(properties, (each) => this.refer(each)) }),
      ...(items && { items: this.refer(items) }),
      ...(anyOf && { anyOf: anyOf.map((each) => this.refer(each)) }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: this.refer(additionalProperties),
      }),
    }
  }
}

const SCHEMAS = '#/components/schemas/'

export const referenceTo = (title: string): string => SCHEMAS + title

/** @returns the title that a reference names */
export const titleIn = (reference: string): string => reference.slice(SCHEMAS.length)

function mapValues<From, To>(of: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, map(value)]))
}
