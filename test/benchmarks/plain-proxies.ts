/** Proxies from Debian with one worker, which only pass requests on and keep no log. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface PlainProxy {
  url: string
  pid: number
  stop(): Promise<void>
}

/** @throws if it is not installed */
export async function startNginx(folder: string, applicationServer: URL): Promise<PlainProxy> {
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/nginx-${name};`)
    .join(' ')
  const file = await write(
    folder,
    'nginx.conf',
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log /dev/null;
    events { worker_connections 1024; }
    http {
      access_log off; ${temporary}
      upstream application { server ${applicationServer.host}; keepalive 64; }
      server {
        listen 127.0.0.1:${port}; keepalive_requests 1000000000;
        location / {
          proxy_pass http://application; proxy_http_version 1.1; proxy_set_header Connection "";
          proxy_set_header X-Forwarded-For $remote_addr;
        }
      }
    }`,
  )
  return start('nginx', ['-c', file, '-p', folder], port)
}

/** @throws if it is not installed */
export async function startHaproxy(folder: string, applicationServer: URL): Promise<PlainProxy> {
  const port = await freePort()
  const file = await write(
    folder,
    'haproxy.cfg',
    `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend visitors
  bind 127.0.0.1:${port}
  option forwardfor
  default_backend application
backend application
  http-reuse always
  server application ${applicationServer.host}
`,
  )
  return start('haproxy', ['-db', '-f', file], port)
}

async function write(folder: string, name: string, text: string): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, text)
  return file
}

async function start(command: string, options: readonly string[], port: number): Promise<PlainProxy> {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
  const child = spawn(command, options, { env, stdio: 'ignore' })
  await once(child, 'spawn')
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(url).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`)
    await sleep(50)
  }
  return { url, pid: child.pid ?? 0, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
