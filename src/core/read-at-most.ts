/**
 * The body of an answer to `fetch`, up to a limit. A larger body closes the connection.
 *
 * @param limit bytes, after decompression
 * @throws RangeError when the body is larger
 * @example
 * const answer = JSON.parse((await readAtMost(65_536, response)).toString())
 */
export async function readAtMost(limit: number, { body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > limit) throw new RangeError(`the answer has more than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
