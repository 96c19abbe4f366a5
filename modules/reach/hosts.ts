import type { Settings } from '@doorstep/kernel'
import type { Vendor } from './rules-kinds.ts'

/**
 * Where the server may post to. Addresses come from browsers and from staff, and a server that posts wherever it is told
 * could be sent into its own network: so hosts are named here and in the settings, nowhere else.
 */
const pushServices = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^[\w-]+\.push\.apple\.com$/,
  /^[\w.-]+\.notify\.windows\.com$/,
]
const robotServices: Readonly<Record<Vendor, readonly string[]>> = {
  wecom: ['qyapi.weixin.qq.com'],
  dingtalk: ['oapi.dingtalk.com'],
  feishu: ['open.feishu.cn', 'open.larksuite.com'],
}
/** The paths of their webhooks: the hosts serve much else. */
const robotPaths: Readonly<Record<Vendor, RegExp>> = {
  wecom: /^\/cgi-bin\/webhook\/send\?key=[\w-]+$/,
  dingtalk: /^\/robot\/send\?access_token=\w+$/,
  feishu: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/,
}
type Where = Pick<Settings, 'production' | 'posting'>

function plainUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url && !url.username && !url.password && !url.hash ? url : undefined
}
const named = (url: URL, hosts: readonly string[], { production }: Where): boolean =>
  hosts.includes(url.host) && (url.protocol === 'https:' || (url.protocol === 'http:' && !production))

export function isPushAddress(address: string, settings: Where): boolean {
  const url = plainUrl(address)
  if (!url) return false
  const known = url.protocol === 'https:' && pushServices.some((host) => host.test(url.host))
  return known || named(url, settings.posting?.pushHosts ?? [], settings)
}
export function isRobotAddress(vendor: Vendor, address: string, settings: Where): boolean {
  const url = plainUrl(address)
  if (!url || !robotPaths[vendor].test(url.pathname + url.search)) return false
  const known = url.protocol === 'https:' && robotServices[vendor].includes(url.host)
  return known || named(url, settings.posting?.robotHosts[vendor] ?? [], settings)
}
