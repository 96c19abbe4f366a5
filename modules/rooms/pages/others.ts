import type { Page, Static } from '@doorstep/contract'
import type { RoomRow } from '../shapes.ts'
import { telephone } from './frame.ts'
import { type Html, html } from './html.ts'
import type { Reader } from './reader.ts'

type Row = Static<typeof RoomRow>
export type Search = { q: string; county: string; rooms: Page<Row> }

/** Where a person finds their room. */
export function homeMain({ say }: Reader, { q, county, rooms }: Search): Html {
  const more = rooms.next && new URLSearchParams({ county, ...(q && { q }), after: rooms.next }).toString()
  return html`<h1>${say('findRoom')}</h1>
<form class="search" action="/" method="get" role="search">
<input type="hidden" name="county" value="${county}">
<input type="search" name="q" value="${q}" maxlength="40" aria-label="${say('searchLabel')}" placeholder="${say('searchHint')}">
<button>${say('search')}</button>
</form>
${rooms.items.length === 0 && html`<p class="card">${q ? say('nothingFound', { q }) : say('noRooms')}</p>`}
<ul class="rooms">
${rooms.items.map(
  (room) =>
    html`<li class="card"><a href="/r/${room.area}"><b>${room.name}</b><span class="quiet">${room.place}</span><span>${room.address}</span></a></li>`,
)}
</ul>
${more && html`<a class="more" href="/?${more}">${say('more')}</a>`}`
}

export type BoardTrouble = {
  kind: 'forged' | 'removed'
  room?: { name: string; area: string; phone: string | null } | undefined
}
/** A board that is not ours, or no longer: what to do now, plainly. */
export function troubleMain({ say }: Reader, { kind, room }: BoardTrouble): Html {
  return html`<section class="card warn">
<h1>${say(`${kind}Title`)}</h1>
<p>${say(`${kind}Text`)}</p>
${room && html`<p><a class="more" href="/r/${room.area}">${say('toRoom', { room: room.name })}</a></p>${room.phone && html`<p>${say('roomPhone')} ${telephone(room.phone)}</p>`}`}
<p>${say('callIfUnsure')} ${telephone('110')}</p>
<p><a href="/">${say('otherRoom')}</a></p>
</section>`
}

export const missingMain = ({ say }: Reader): Html => html`<section class="card">
<h1>${say('noRoomTitle')}</h1>
<p>${say('noRoomText')}</p>
<p><a class="more" href="/">${say('otherRoom')}</a></p>
</section>`
