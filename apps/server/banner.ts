import qrcode from 'qrcode'

export type SignIn = { client: string; name: string; password: string; who: string }

const clients = {
  console: '管理后台',
  officer: '民警端',
  auxiliary: '辅警端',
  resident: '群众端',
  volunteer: '群防群治端',
}

/** What a person needs who has just typed `npm start`; `here` is the address for this machine where it is another one. */
export async function banner(publicUrl: string, here: string | null, signIns: readonly SignIn[]): Promise<string> {
  const line = (url: string, title: string) => `  ${url.padEnd(44)} ${title}`
  const lines = [`Doorstep 家门口 — ${publicUrl}/`, '']
  if (here) lines.push(line(`${here}/`, '本机 on this machine'))
  for (const [path, title] of Object.entries(clients)) lines.push(line(`${publicUrl}/${path}/`, title))
  lines.push(line(`${publicUrl}/api/docs`, 'API'))
  if (signIns.length > 0) {
    lines.push('', 'Demo sign-ins 演示账号 (never in production):')
    for (const { client, name, password, who } of signIns)
      lines.push(`  ${client.padEnd(10)} ${name.padEnd(14)} ${password.padEnd(14)} ${who}`)
  }
  lines.push('', await qrcode.toString(`${publicUrl}/`, { type: 'terminal', small: true }))
  return lines.join('\n')
}
