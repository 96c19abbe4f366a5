import { mkdirSync } from 'node:fs'
import { actor, signIn, signInByPhone } from './actors.ts'
import { desktop, launchBrowser } from './browser.ts'
import { settled } from './modes.ts'
import { placeOf, walk } from './walk.ts'

const P = 'http://127.0.0.1:4780',
  out = '/tmp/access-run/pics'
mkdirSync(out, { recursive: true })
const only = process.argv[2]?.split(',')
const b = await launchBrowser()
const set = [
  ['console', 'chief'],
  ['console', 'admin'],
  ['officer', 'officer'],
  ['auxiliary', 'auxiliary'],
  ['volunteer', 'grid'],
  ['resident', '15400000001'],
] as const
const seen: Record<string, Set<string>> = {}
for (const [client, who] of set) {
  if (only && !only.includes(client)) continue
  seen[client] ??= new Set()
  const a = await actor(b, {
    ...desktop,
    viewport: client === 'console' ? { width: 1440, height: 900 } : { width: 375, height: 900 },
    reducedMotion: 'reduce',
  })
  try {
    if (client === 'resident') await signInByPhone(a, `${P}/${client}/sign-in`, who)
    else await signIn(a, `${P}/${client}/`, who)
    await walk(a.page, seen[client], async (screen) => {
      for (const [name, w, mode, lang] of client === 'console'
        ? ([
            ['1440', 1440, '', ''],
            ['375', 375, '', ''],
          ] as const)
        : ([
            ['375', 375, '', ''],
            ['elder', 375, 'elder', ''],
            ['dark', 375, 'dark', ''],
          ] as const)) {
        await a.page.setViewportSize({ width: w, height: 900 })
        await a.page.evaluate((m) => {
          document.documentElement.toggleAttribute('data-elder', m === 'elder')
          document.documentElement.dataset.theme = m === 'dark' ? 'dark' : 'light'
        }, mode)
        await settled(a.page).catch(() => {})
        await a.page.waitForTimeout(150)
        await a.page.screenshot({ path: `${out}/${client}-${screen}-${name}.png`, fullPage: client !== 'console' })
      }
      await a.page.setViewportSize({ width: client === 'console' ? 1440 : 375, height: 900 })
    })
  } catch (e) {
    console.log(client, who, String(e).slice(0, 300))
  }
  await a.context.close()
}
await b.close()
