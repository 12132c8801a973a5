/** An answer that is not JSON: a page or the bytes of a file. */
export class Content {
  readonly type: string
  readonly bytes: string | Buffer

  constructor(type: string, bytes: string | Buffer) {
    this.type = type
    this.bytes = bytes
  }
}

/** An answer that redirects to another address. */
export class Redirect {
  readonly location: string

  constructor(location: string) {
    this.location = location
  }
}

/** A whole page for people who open an address of the offline Stripe; `body` is trusted markup. */
export function page(title: string, body: string): Content {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body>
</html>
`
  return new Content('text/html; charset=utf-8', html)
}

/** Escapes text for markup and attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
