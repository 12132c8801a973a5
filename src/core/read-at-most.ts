/**
 * The body of what `fetch` answered, as long as it keeps within a limit. Beyond it the connection is closed.
 *
 * @param limit bytes, after decompression
 * @throws RangeError
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
