/**
 * The parameters of each of Stripe's operations, as names and values to send, read from Stripe's own specification.
 *
 * @module
 */

interface Schema {
  $ref?: string
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  enum?: string[]
  format?: string
  items?: Schema
  nullable?: boolean
  properties?: Record<string, Schema>
  required?: string[]
  type?: string
}

export interface Operation {
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses?: { '200'?: { content?: Record<string, { schema: Schema }> } }
}

export interface Specification {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** A parameter with one value, and what must be sent beside it. */
export interface Trial {
  /** As it is sent: `individual[dob][day]`. */
  name: string
  /** Empty where the specification lets a caller unset the parameter. */
  value: string
  beside: readonly (readonly [name: string, value: string])[]
}

/** Finds a value for a parameter. It need not be accepted, unless others are sent beside it. */
export type Sample = (name: string, schema: Schema) => string

/** Every parameter of an operation with every value that the specification lists for it. */
export function trialsOf(
  specification: Specification | undefined,
  operation: Operation,
  sample: Sample,
): Trial[] {
  const reader = new Reader(specification?.components.schemas ?? {}, sample)
  const inQuery = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const [body] = Object.values(operation.requestBody?.content ?? {})
  const root: Schema = {
    type: 'object',
    properties: {
      ...Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
      ...(body && reader.resolve(body.schema).properties),
    },
    required: [
      ...inQuery.filter(({ required }) => required).map(({ name }) => name),
      ...((body && reader.resolve(body.schema).required) ?? []),
    ],
  }
  return reader.trialsBelow(root, (key) => key)
}

class Reader {
  readonly #schemas: Record<string, Schema>
  readonly #sample: Sample

  constructor(schemas: Record<string, Schema>, sample: Sample) {
    this.#schemas = schemas
    this.#sample = sample
  }

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : (this.#schemas[name] ?? {})
  }

  trialsBelow(schema: Schema, nameOf: (key: string) => string): Trial[] {
    const { properties = {}, required = [] } = schema
    return Object.entries(properties)
      .filter(([key]) => key !== 'expand')
      .flatMap(([key, property]) => {
        const beside = required
          .filter((other) => other !== key)
          .flatMap((other) => this.#valid(nameOf(other), properties[other] ?? {}))
        return this.#trials(nameOf(key), property).map((trial) => ({
          ...trial,
          beside: [...beside, ...trial.beside],
        }))
      })
  }

  #trials(name: string, schema: Schema): Trial[] {
    return this.#alternatives(schema).flatMap((each) => {
      const whole = (value: string) => ({ name, value, beside: [] })
      if (each.enum) return each.enum.map(whole)
      if (each.properties) return this.trialsBelow(each, (key) => `${name}[${key}]`)
      if (each.items) return this.#trials(`${name}[0]`, each.items)
      if (typeof each.additionalProperties === 'object')
        return this.#trials(`${name}[usd]`, each.additionalProperties)
      return [whole(this.#sample(name, each))]
    })
  }

  /** A value that is accepted, of the first alternative. */
  #valid(name: string, schema: Schema): [string, string][] {
    const [each = {}] = this.#alternatives(schema).filter(({ enum: [only] = [] }) => only !== '')
    if (each.properties) {
      const { properties, required = [] } = each
      return required.flatMap((key) => this.#valid(`${name}[${key}]`, properties[key] ?? {}))
    }
    if (each.items) return this.#valid(`${name}[0]`, each.items)
    return [[name, this.#sample(name, each)]]
  }

  #alternatives(schema: Schema): Schema[] {
    const whole = this.resolve(schema)
    return (whole.anyOf ?? [whole]).map((each) => this.resolve(each))
  }
}
