/**
 * What people write for a bank number, turned into what Stripe takes.
 *
 * @module
 */
/** What was typed for another number of the same account, without groups. */
type Other = (name: 'bank_code' | 'branch_code' | 'clearing_code') => string

/** Fills with zeros what banks print shorter; a number of fewer digits than `least` has lost some. */
export function filledFrom(least: number, length: number) {
  return (number: string) =>
    /^\d+$/.test(number) && number.length >= least ? number.padStart(length, '0') : number
}

/** Banks print a check digit behind the branch and a dash. Of five digits alone nobody can tell which is too much, unless the first is 0. */
export function brazilianBranch(number: string, typed: string): string {
  if (/^\s*\d{4}\s*-\s*[\dX]\s*$/i.test(typed) || number.endsWith('X')) return number.slice(0, 4)
  return number.replace(/^0(\d{4})$/, '$1')
}

/**
 * Japan Post Bank writes 8 digits into the passbook, of which the last is 1. Transfers from other banks leave it out, and so does
 * the number that Stripe takes.
 */
export function japanese(number: string, _typed: string, other: Other): string {
  const ofJapanPost = other('bank_code') === '9900'
  return filledFrom(3, 7)(ofJapanPost ? number.replace(/^(\d{7})1$/, '$1') : number)
}

/** HSBC and Hang Seng Bank, whose numbers of 12 digits begin with the branch. */
const WITH_BRANCH = ['004', '024']

/**
 * Banks print the branch, some the bank too, in front of the account number: `123-456789-838`. The routing number has both
 * already. Without groups, only the two banks' own form tells a branch from digits that are like it by chance.
 */
export function ofHongKong(number: string, typed: string, other: Other): string {
  const [bank, branch] = [other('clearing_code'), other('branch_code')]
  if (bank.length !== 3 || branch.length !== 3) return number
  if (number.startsWith(bank + branch)) return number.slice(6)
  const isApart = /^\s*\d{3}[\s-]/.test(typed)
  const isWhole = WITH_BRANCH.includes(bank) && number.length === 12
  return number.startsWith(branch) && (isApart || isWhole) ? number.slice(3) : number
}

/** Bank, branch, account and suffix. Some banks print two of the suffix's three digits. */
export const ofNewZealand = (number: string) => number.replace(/^(\d{13})(\d{2})$/, '$10$2')

/** Banks print the word before the number, and people copy both. */
export function withoutIbanWord(typed: string): string {
  return typed.replace(/^IBAN/, '')
}
