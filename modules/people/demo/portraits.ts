import type { Dice } from '@doorstep/demo/dice.ts'
import type { StaffRole } from '../rules.ts'

/** Calm drawings instead of photographs of people who do not exist: head and shoulders, no face. */
type Clothes = { coat: string; shade: string; collar: string; badge: boolean; vest?: string }

const police: Clothes = { coat: '#2c3e5c', shade: '#22314a', collar: '#9db4d6', badge: true }
const auxiliary: Clothes = { coat: '#5a7796', shade: '#4a6580', collar: '#d5e0ec', badge: false }
const helper: Clothes = { coat: '#8a9aa3', shade: '#74858f', collar: '#e9eef0', badge: false, vest: '#c8644d' }
const plainCoats = ['#6d7f74', '#7d7386', '#8a7a68', '#5f7c84']

const grounds = ['#e6eef2', '#e9efe6', '#f1ebe2', '#eae8f1', '#e3efec', '#f2e9e6']
const skins = ['#e6c3a3', '#dcb592', '#eaceb2', '#d2a884']
const hairs = ['#2b2a2c', '#3a3230', '#242630', '#5b5854', '#8d8a86']

export const looks = 24
/** As many different people as `looks` says for each kind of clothes; `at` chooses. */
export function portrait(clothes: Clothes, at: number, woman: boolean): string {
  const ground = grounds[at % grounds.length]
  const skin = skins[(at * 3) % skins.length]
  const hair = hairs[(at * 7) % hairs.length]
  const wide = 96 + ((at * 5) % 4) * 3
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 480" width="400" height="480">
<rect width="400" height="480" fill="${ground}"/>
<circle cx="200" cy="250" r="210" fill="#fff" opacity=".35"/>
${woman ? hairBehind(hair as string, at) : ''}
<path d="M168 270h64v70q-32 26-64 0z" fill="${skin}"/><path d="M168 290q32 26 64 0v16q-32 24-64 0z" fill="#000" opacity=".09"/>
<path d="M40 480q4-112 92-136l36-14 32 34 32-34 36 14q88 24 92 136z" fill="${clothes.coat}"/>
<path d="M200 364l-32-34-18 8 36 62zM200 364l32-34 18 8-36 62z" fill="${clothes.collar}"/>
<path d="M200 364v116h-6V372z" fill="${clothes.shade}"/>
${clothes.vest ? `<path d="M104 356l40-14 30 138H84zM296 356l-40-14-30 138h90z" fill="${clothes.vest}"/>` : ''}
${clothes.badge ? '<path d="M262 404l14-8 14 8v14q0 12-14 18-14-6-14-18z" fill="#d9bf77"/><rect x="118" y="404" width="34" height="12" rx="3" fill="#b9c6d8"/>' : ''}
<ellipse cx="200" cy="206" rx="${wide * 0.78}" ry="${wide}" fill="${skin}"/>
${woman ? hairFront(hair as string, at) : shortHair(hair as string, at)}
${at % 5 === 2 ? '<g fill="none" stroke="#4c5560" stroke-width="5"><circle cx="168" cy="212" r="24"/><circle cx="232" cy="212" r="24"/><path d="M192 210h16"/></g>' : ''}
</svg>`
}

const hairBehind = (hair: string, at: number): string =>
  at % 3 === 0
    ? `<path d="M108 190q0-104 92-104t92 104v118q-24 22-92 22t-92-22z" fill="${hair}"/>`
    : `<path d="M114 190q0-100 86-100t86 100q4 52-18 74H132q-22-22-18-74z" fill="${hair}"/>`
const hairFront = (hair: string, at: number): string =>
  at % 2 === 0
    ? `<path d="M120 206q-6-112 80-112t80 112q-14-58-54-70-50 34-106 70z" fill="${hair}"/>`
    : `<path d="M120 206q-4-112 80-112t80 112q-10-40-80-52-70 12-80 52z" fill="${hair}"/>`
const shortHair = (hair: string, at: number): string =>
  [
    `<path d="M118 196q-10-102 82-102t82 102q-8-26-20-42-60 14-124-4-14 16-20 46z" fill="${hair}"/>`,
    `<path d="M120 190q-4-98 80-98t80 98q-6-34-34-48-46-8-92 0-28 14-34 48z" fill="${hair}"/>`,
    `<path d="M118 200q-12-84 34-100 60-22 106 16 30 24 24 84-10-40-34-52-40 8-88-14-30 20-42 66z" fill="${hair}"/>`,
  ][at % 3] as string

export function clothesOf(role: StaffRole, dice: Dice): { name: string; clothes: Clothes } {
  if (['officer', 'chief', 'deputyChief', 'commandRoom'].includes(role)) return { name: 'police', clothes: police }
  if (role === 'auxiliary') return { name: 'auxiliary', clothes: auxiliary }
  if (['volunteer', 'gridWorker', 'keeper', 'ally'].includes(role)) return { name: 'helper', clothes: helper }
  const coat = dice.whole(0, plainCoats.length - 1)
  const clothes = { coat: plainCoats[coat] as string, shade: '#5c6a66', collar: '#f2f4f3', badge: false }
  return { name: `plain${coat}`, clothes }
}
