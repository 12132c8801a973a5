/**
 * What only a server in front may say of a request: where it comes from, how it got here, whom somebody signed in. Whoever
 * says it to this host is a visitor, and an application server would take it for ours.
 *
 * @module
 */
import { dashed } from '../../../application/header-names.ts'

/** The person's address, as proxies and providers of networks name it. */
const ADDRESSES = [
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-pseudo-ipv4',
  'client-ip',
  'do-connecting-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'proxy-client-ip',
  'true-client-ip',
  'wl-proxy-client-ip',
  'x-appengine-remote-addr',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-nf-client-connection-ip',
  'x-originating-ip',
  'x-proxyuser-ip',
  'x-real-ip',
  'x-real-port',
  'x-true-client-ip',
]

/** The address that was asked for, before a server in front wrote another one. */
const ROUTES = [
  'front-end-https',
  'script-name',
  'x-arr-ssl',
  'x-host',
  'x-host-override',
  'x-http-host-override',
  'x-rewrite-url',
  'x-scheme',
  'x-script-name',
  'x-url-scheme',
]

/** How a server in front works: programs that read variables take `Proxy` for HTTP_PROXY, Ruby's Rack maps files by the others. */
const SETTINGS = ['proxy', 'x-accel-mapping', 'x-request-id', 'x-sendfile-type']

const CLAIMS = new Set([...ADDRESSES, ...ROUTES, ...SETTINGS])

/** Families of them; who is signed in, and with which certificate, is said in some of these. */
const PREFIXES = [
  'client-cert',
  'forwarded',
  'remote-',
  'ssl-client-',
  'x-auth-request-',
  'x-authenticated-',
  'x-client-cert',
  'x-forwarded',
  'x-original-',
  'x-remote-',
  'x-ssl-client-',
  'x-webauth-',
]

/** True for a header that is dropped when a visitor sends it, however they spell it. */
export function isClaim(name: string): boolean {
  const normal = dashed(name)
  return CLAIMS.has(normal) || PREFIXES.some((prefix) => normal.startsWith(prefix))
}
