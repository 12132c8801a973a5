/** Codes whose message names parameters and types instead of speaking to the person; the catalogue's sentence is better. */
const FOR_PROGRAMMERS = new Set([
  'parameter_invalid_empty',
  'parameter_invalid_integer',
  'parameter_invalid_string_blank',
  'parameter_invalid_string_empty',
  'parameter_missing',
  'parameters_exclusive',
])

/** Whether Stripe's message with this error code is no sentence for the person who typed. It runs in browsers, too. */
export function isForProgrammers(code: string | undefined): boolean {
  return FOR_PROGRAMMERS.has(code ?? '')
}
