/**
 * Goes, as a browser does, where a refused form is shown again.
 *
 * @param response fetched with `redirect: 'manual'`
 * @param headers that say who asks
 */
export async function followRefused(
  response: Response,
  headers: Record<string, string> = {},
): Promise<Response> {
  const location = response.headers.get('location')
  if (!location?.includes('refused=')) return response
  return fetch(new URL(location, response.url), { headers, redirect: 'manual' })
}
