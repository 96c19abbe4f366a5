import { dayKinds } from '../rules-hours.ts'
import type { Room } from '../shapes.ts'
import { telephone } from './frame.ts'
import { type Html, html, paragraphs } from './html.ts'
import type { Reader } from './reader.ts'

/** The board that was scanned; its area is the grid where it hangs. */
export type Here = { id: string; area: string; place: string } | undefined

/** The page of a room, most wanted first: who, how to reach them, then everything else. */
export function roomMain(reader: Reader, room: Room, here: Here): Html {
  const { say } = reader
  const phone = room.phone ?? room.stationPhone ?? room.officers.find((officer) => officer.phone)?.phone ?? '110'
  return html`${here && html`<p class="here">${say('here', { place: here.place })}</p>`}
<div class="lead">
<h1>${room.name}</h1>
<p class="quiet">${room.place}</p>
<p>${room.address}</p>
${attended(reader, room)}
</div>
${room.photo && html`<img class="picture" src="/api/rooms/${room.area}/photo" alt="${say('pictureOf', { room: room.name })}" width="750" height="300">`}
<nav class="doors" aria-label="${say('doors')}">
<a href="${clientLink(room, here, 'consult')}">${say('ask')}<span>${say('askHint')}</span></a>
<a href="${clientLink(room, here)}">${say('report')}<span>${say('reportHint')}</span></a>
<a href="tel:${phone.replace(/[^\d+]/g, '')}">${say('call')}<span>${phone}</span></a>
</nav>
${officers(reader, room)}
${hours(reader, room)}
${notices(reader, room)}
${about(reader, room)}
${figures(reader, room)}
${complain(reader, room, here)}`
}

function clientLink(room: Room, here: Here, kind?: string): string {
  const query = new URLSearchParams({
    area: here?.area ?? room.area,
    ...(here && { board: here.id }),
    ...(kind && { kind }),
  })
  return `/resident/report?${query}`
}

function attended({ say }: Reader, room: Room): Html {
  if (room.attended) return html`<p class="now yes">${say('attended')}</p>`
  return html`<p class="now">${room.stationPhone ? say('awayCall', { phone: room.stationPhone }) : say('away')}</p>`
}

function officers({ say }: Reader, room: Room): Html {
  const cards = room.officers.map(
    (officer) => html`<li class="officer">
${officer.photo ? html`<img src="${officer.photo}" alt="" width="84" height="105" loading="lazy">` : html`<span class="initial" aria-hidden="true">${[...officer.name][0]}</span>`}
<div>
<h3>${officer.name}${officer.onDuty && html` <span class="now yes">${say('onDuty')}</span>`}</h3>
<p class="quiet">${say(`roles.${officer.role}`)}${officer.badge && ` · ${say('badge', { badge: officer.badge })}`}</p>
${officer.dutyText && html`<p class="quiet">${officer.dutyText}</p>`}
${officer.phone && html`<p>${telephone(officer.phone)}</p>`}
</div>
</li>`,
  )
  return html`<section class="card" aria-labelledby="officers">
<h2 id="officers">${say('officers')}</h2>
${cards.length > 0 ? html`<ul class="officers">${cards}</ul>` : html`<p>${say('noOfficers')}</p>`}
</section>`
}

function hours({ say }: Reader, room: Room): Html {
  const names = new Map(room.officers.map(({ account, name }) => [account, name]))
  const sorted = [...room.hours].sort(
    (a, b) => dayKinds.indexOf(a.on) - dayKinds.indexOf(b.on) || (a.from < b.from ? -1 : 1),
  )
  const phones: [string, string | null][] = [
    [say('roomPhone'), room.phone],
    [say('stationPhone'), room.stationPhone],
  ]
  return html`<section class="card" aria-labelledby="hours">
<h2 id="hours">${say('hours')}</h2>
<dl class="rows">
${sorted.map(({ on, from, to, officer }) => html`<dt>${say(`days.${on}`)}</dt><dd>${from}–${to}${officer && names.has(officer) && html` · ${names.get(officer)}`}</dd>`)}
${phones.map(([label, number]) => number && html`<dt>${label}</dt><dd>${telephone(number)}</dd>`)}
</dl>
${sorted.length === 0 && html`<p class="quiet">${say('noHours')}</p>`}
</section>`
}

function notices({ say }: Reader, room: Room): Html | false {
  if (room.notices.length === 0) return false
  return html`<section class="card" aria-labelledby="notices">
<h2 id="notices">${say('notices')}</h2>
${room.notices.map(
  (notice) => html`<article class="notice"><h3>${notice.title}</h3>
<p class="quiet"><time datetime="${notice.from}">${notice.from}</time></p>
${paragraphs(notice.body)}</article>`,
)}
</section>`
}

function about({ say }: Reader, room: Room): Html | false {
  if (!room.about && room.services.length === 0) return false
  return html`<section class="card about" aria-labelledby="about">
<h2 id="about">${say('about')}</h2>
${room.services.length > 0 && html`<ul class="chips">${room.services.map((one) => html`<li>${one}</li>`)}</ul>`}
${room.about && paragraphs(room.about)}
</section>`
}

function figures({ say }: Reader, room: Room): Html {
  const { reported, answeredPercent, firstAnswerMinutes, settledPercent, rating, days } = room.figures
  const shown: [string, string | null][] = [
    [say('reported'), reported === null ? null : say('count', { n: reported })],
    [say('answered'), answeredPercent === null ? null : `${answeredPercent}%`],
    [say('firstAnswer'), firstAnswerMinutes === null ? null : spell(say, firstAnswerMinutes)],
    [say('settled'), settledPercent === null ? null : `${settledPercent}%`],
    [say('rating'), rating === null ? null : say('stars', { n: rating.toFixed(1) })],
  ]
  const known = shown.filter(([, value]) => value !== null)
  return html`<section class="card" aria-labelledby="figures">
<h2 id="figures">${say('figures', { days })}</h2>
${
  known.length > 0
    ? html`<dl class="figures">${known.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
    : html`<p class="quiet">${say('tooFew')}</p>`
}
</section>`
}

function spell(say: Reader['say'], minutes: number): string {
  if (minutes < 120) return say('minutes', { n: minutes })
  return minutes < 2880
    ? say('hoursLong', { n: Math.round(minutes / 60) })
    : say('daysLong', { n: Math.round(minutes / 1440) })
}

function complain({ say }: Reader, room: Room, here: Here): Html {
  return html`<section class="card complain" aria-labelledby="complain">
<h2 id="complain">${say('complain')}</h2>
<p>${say('complainHint')} <a href="${clientLink(room, here, 'complaint')}">${say('complainWrite')}</a></p>
${room.supervisionPhone && html`<p>${say('supervision')} ${telephone(room.supervisionPhone)}</p>`}
</section>`
}
