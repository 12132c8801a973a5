import { createHash } from 'node:crypto'

/** Says whether two bank accounts or cards are the same one, wherever they are. */
export function fingerprint(...numbers: string[]): string {
  return createHash('sha256').update(JSON.stringify(numbers)).digest('hex').slice(0, 16)
}
