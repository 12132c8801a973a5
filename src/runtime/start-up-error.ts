/** A mistake that the administrator who starts the host must correct; the message is the one line they read. */
export class StartUpError extends Error {
  override name = 'StartUpError'
}
