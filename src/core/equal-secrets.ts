import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares in a time that reveals neither where two secrets differ nor how long the expected one is. */
export function equalSecrets(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(one), digest(other))
}
