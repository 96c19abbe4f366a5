import { ConfigError } from './troubles.ts'

// Settings of what the server posts to services of others: a place that is not named here is never asked.

const isHost = (text: string) => /^(?=.{1,253}$)[a-z\d]([a-z\d.-]*[a-z\d])?(:\d{1,5})?$/i.test(text)
const partsOf = (text: string): string[] => (text === '' ? [] : text.split(',').map((part) => part.trim()))
const refuse = (name: string, value: string, wanted: string): never => {
  throw new ConfigError(`${name} is ${JSON.stringify(value)}, but must be ${wanted}.`)
}

/** @throws ConfigError */
export function pushContact(text: string, publicUrl: string | null): string {
  if (/^mailto:[^\s@]+@[^\s@]+$/.test(text) || (text.startsWith('https://') && URL.canParse(text))) return text
  if (text !== '') refuse('DOORSTEP_PUSH_CONTACT', text, 'mailto:… or https://…')
  return publicUrl?.startsWith('https://') ? publicUrl : 'mailto:push@localhost'
}

/** @throws ConfigError */
export function pushHosts(text: string): string[] {
  const hosts = partsOf(text)
  return hosts.every(isHost) ? hosts : refuse('DOORSTEP_PUSH_HOSTS', text, 'host names, comma separated')
}

/** @throws ConfigError */
export function robotHosts(text: string): Record<string, string[]> {
  const hosts: Record<string, string[]> = {}
  for (const part of partsOf(text)) {
    const [, vendor, host] = /^(wecom|dingtalk|feishu)=(.+)$/.exec(part) ?? []
    if (!(vendor && host && isHost(host)))
      return refuse('DOORSTEP_ROBOT_HOSTS', text, 'vendor=host, comma separated, vendor one of wecom, dingtalk, feishu')
    hosts[vendor] = [...(hosts[vendor] ?? []), host]
  }
  return hosts
}
