/**
 * The API as a page of text, made from the route declarations: `api.txt` at the root of the project.
 *
 * @module
 */
import { z } from 'zod'
import { COMMON_ERRORS } from './common-errors.ts'
import { choicesOf, type JsonSchema, jsonSchema } from './json-schema.ts'
import type { ApiRoute, Route } from './route.ts'

const INTRODUCTION = `The HTTP API of @layeredapps/stripe-connect, generated from its route declarations (node scripts/generate.mjs).

An answer is JSON. Identifiers are read from the querystring and values from the body (form-encoded, multipart or JSON).
A refusal is {"object": "error", "message": code, "field"?: name, "detail": sentence}; deletion-refused adds "redirect": path. Besides what it lists, every
route can be refused with invalid-<name of an input> (400) and with

${Object.entries(COMMON_ERRORS)
  .map(([code, status]) => `  ${code}  ${status}`)
  .join('\n')}
`

/** One line per input: `stripeid  required`. */
function inputs(schema: z.ZodType | undefined): string[] {
  const { properties = {}, required = [], additionalProperties } = inputSchema(schema)
  const lines = Object.entries(properties).map(([name, property]) => {
    const texts = choicesOf(property)
    const choices = texts.length > 0 ? `  one of ${texts.join(', ')}` : ''
    const description = property.description ? `  ${property.description}` : ''
    return `${name}  ${required.includes(name) ? 'required' : 'optional'}${choices}${description}`
  })
  if (typeof additionalProperties === 'object' && additionalProperties.description) {
    lines.push(`<name>  ${additionalProperties.description}`)
  }
  return lines
}

function inputSchema(schema: z.ZodType | undefined): JsonSchema {
  return !schema || schema instanceof z.ZodUndefined ? {} : jsonSchema(schema, 'input')
}

/** The result in one word: an object's title, `title[]`, or a plain type. */
function returned(schema: JsonSchema): string {
  if (schema.type === 'array') return `${returned(schema.items ?? {})}[]`
  return schema.title ?? String(schema.type ?? 'object')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`  ${title}`, ...lines.map((line) => `    ${line}`)] : []
}

function paragraph(route: ApiRoute): string {
  return [
    `${route.method} ${route.path}`,
    `  ${route.summary}`,
    ...section('querystring', inputs(route.query)),
    ...section('posted', inputs(route.body)),
    `  returns ${returned(jsonSchema(route.returns, 'output'))}`,
    ...section('errors', route.errors),
  ].join('\n')
}

export function apiText(routes: readonly Route[]): string {
  const api = routes
    .filter((route) => route.kind === 'api')
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
  return `${INTRODUCTION}\n${api.map(paragraph).join('\n\n')}\n`
}
