import { networkInterfaces } from 'node:os'
import qrcode from 'qrcode'

/** Addresses under which a phone in the same network finds this machine. */
export function localAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .filter((entry) => entry && entry.family === 'IPv4' && !entry.internal)
    .map((entry) => (entry as { address: string }).address)
}

export type SignIn = { client: string; name: string; password: string; who: string }

/** What a person needs who has just typed `npm start`. */
export async function banner(publicUrl: string, signIns: readonly SignIn[]): Promise<string> {
  const lines = [`Doorstep 家门口 — ${publicUrl}/`, '']
  const clients = {
    console: '管理后台',
    officer: '民警端',
    auxiliary: '辅警端',
    resident: '群众端',
    volunteer: '群防群治端',
  }
  for (const [path, title] of Object.entries(clients)) lines.push(`  ${`${publicUrl}/${path}/`.padEnd(44)} ${title}`)
  lines.push(`  ${`${publicUrl}/api/docs`.padEnd(44)} API`)
  if (signIns.length > 0) {
    lines.push('', 'Demo sign-ins 演示账号 (never in production):')
    for (const { client, name, password, who } of signIns)
      lines.push(`  ${client.padEnd(10)} ${name.padEnd(14)} ${password.padEnd(14)} ${who}`)
  }
  lines.push('', await qrcode.toString(`${publicUrl}/`, { type: 'terminal', small: true }))
  return lines.join('\n')
}
