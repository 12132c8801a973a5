/**
 * Holds answers of the API against the OpenAPI document.
 *
 * @module
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { api, statuses } from '../../src/features.ts'
import { openApi } from '../../src/web/openapi/document.ts'

const document = openApi(api, statuses)
const ajv = new Ajv2020({
  strict: false,
  formats: { 'date-time': (text: string) => new Date(text).toISOString() === text },
})
ajv.addSchema(document, 'openapi.json')

/** @returns undefined when the document does not know the route */
function operationAt(method: string, path: string) {
  return document.paths[path]?.[method.toLowerCase()]
}

const checks = new Map<string, ValidateFunction>()

/** @returns undefined for a status that the document does not tell of */
function checkFor(method: string, path: string, status: number): ValidateFunction | undefined {
  const response = operationAt(method, path)?.responses[status]
  if (!response) return undefined
  const pointer = ['paths', path, method.toLowerCase(), 'responses', `${status}`]
    .map((part) => part.replaceAll('/', '~1'))
    .join('/')
  const place = '$ref' in response ? response.$ref : `#/${pointer}`
  const known = checks.get(place)
  if (known) return known
  const check = ajv.compile({ $ref: `openapi.json${place}/content/application~1json/schema` })
  checks.set(place, check)
  return check
}

const surprises: string[] = []

/** Collects what does not fit for `foundSurprises`. */
export async function checkAnswer(method: string, address: string, response: Response): Promise<void> {
  const path = address.split('?', 1)[0] ?? ''
  if (!operationAt(method, path)) return
  const what = `${method} ${path} ${response.status}`
  const body: unknown = await response.clone().json()
  const check = checkFor(method, path, response.status)
  if (!check) surprises.push(`${what}: no such status; ${JSON.stringify(body)}`)
  else if (!check(body)) surprises.push(`${what}: ${ajv.errorsText(check.errors)}; ${JSON.stringify(body)}`)
}

/** @returns what was collected since the last call */
export function foundSurprises(): string[] {
  return surprises.splice(0)
}
