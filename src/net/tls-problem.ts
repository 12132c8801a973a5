/**
 * Explains why a TLS connection to a server failed.
 *
 * @module
 */

/**
 * Errors are recognised by their messages, because mysql2 gives every one of them the same code.
 *
 * @see https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
 */
const PROBLEMS: readonly [RegExp, (matches: RegExpExecArray) => string][] = [
  [
    /^(?:self.signed certificate|unable to (?:get|verify) ).*|^(?:invalid CA certificate|certificate (?:rejected|not trusted|signature failure))$/,
    ([words]) =>
      `its certificate comes from nobody trusted here (${words}); name its CA’s certificate with sslrootcert in its address`,
  ],
  [
    /^Hostname\/IP does not match certificate's altnames: (?:Host|IP): (.+?)\.? is not /,
    ([, name]) => `its certificate is for another name than ${name}`,
  ],
  [
    /^(?:The server|Server) does not support (?:SSL|secure) connections?$|:wrong version number:/,
    () => 'it offers no TLS, which its address asks for',
  ],
  [
    /^(?:no pg_hba\.conf entry|pg_hba\.conf rejects) .*(?:no encryption|SSL off)$/,
    ([words]) => `${words}; where it wants TLS, add sslmode=require to its address`,
  ],
  // OpenSSL's own message is a line for people who debug OpenSSL, with a line break.
  [/:SSL routines:[^:]*:([^:]+):/, ([, words]) => `the TLS handshake failed: ${words}`],
]

/** @returns half a sentence on the TLS problem; the error's own message when TLS is not the problem */
export function explained({ message }: Error): string {
  for (const [pattern, sentence] of PROBLEMS) {
    const matches = pattern.exec(message)
    if (matches) return sentence(matches)
  }
  return message
}
