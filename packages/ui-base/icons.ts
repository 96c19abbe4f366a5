// Our own line icons: a 24-unit grid, 1.75 stroke, round ends. Each is the `d` of one path, so unused ones fall out of the bundle.
// Used as `<AppIcon :of="home" />`.

// Places
export const home = 'M3.5 11 12 3.8 20.5 11M5.5 9.5V20h13V9.5M10 20v-5.5h4V20'
export const room = 'M4 20.5h16M6 20.5V5.2l8-1.7v17M14 6h4v14.5M11 11.8v.9'
export const map = 'M9 4.5 3.5 6.8v12.7L9 17.2l6 2.3 5.5-2.3V4.5L15 6.8 9 4.5ZM9 4.5v12.7M15 6.8v12.7'
export const pin =
  'M12 21s6.8-5.9 6.8-11.2a6.8 6.8 0 1 0-13.6 0C5.2 15.1 12 21 12 21ZM12 12.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z'
export const locate = 'M12 18.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M12 12h.01'
export const board = 'M5 3.5h14v12H5zM12 15.5v5M8.5 20.5h7M8.5 7.5h4M8.5 11h7'

// Work
export const matter = 'M6 3.5h9l4 4v13H6zM15 3.5v4h4M9.5 12h6M9.5 16h4'
export const inbox = 'M4 13.5 6.8 5h10.4L20 13.5v6H4zM4 13.5h4.5l1.5 2.7h4l1.5-2.7H20'
export const bell = 'M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4.8 2 6 2 6h-15s2-1.2 2-6ZM10 19.5a2.2 2.2 0 0 0 4 0'
export const list = 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01'
export const kanban = 'M4 4.5h4.5v15H4zM10 4.5h4.5v9H10zM16 4.5h4.5v12H16z'
export const chart = 'M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6'
export const calendar = 'M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8'
export const clock = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2'
export const shield = 'M12 3.5 5 6v5.5c0 4.3 3 7.6 7 9 4-1.4 7-4.7 7-9V6l-7-2.5ZM9 12l2.2 2.2L15.2 10'
export const person = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.7-4 3.6-6 7.5-6s6.8 2 7.5 6'
export const people =
  'M9 11.5A3.5 3.5 0 1 0 9 4.5a3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M15.5 5a3.3 3.3 0 0 1 0 6.2M18 14.6c2 .8 3.2 2.4 3.5 4.9'
export const handshake =
  'M2.5 7.5 6 6l6 2 6-2 3.5 1.5M2.5 15.5 5 16l5 4 2-1.2 2 .7 1.5-1.5 1.7.3 3.8-2.8M12 8l-3 3.2c1.5 1.3 3.2.8 4.3-.7l5.2 4.8'
export const book = 'M12 6.5C10 5 7.5 4.5 3.5 4.5v14c4 0 6.5.5 8.5 2 2-1.5 4.5-2 8.5-2v-14c-4 0-6.5.5-8.5 2ZM12 6.5v14'
export const megaphone = 'M4 9.5v5h3.5l8.5 4.5V5L7.5 9.5H4ZM7.5 14.5l1.3 5h2.7l-1-3.7M19 10.3a2.5 2.5 0 0 1 0 3.4'
export const star = 'm12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 3.8Z'
export const flag = 'M5.5 21V4M5.5 4.5h12l-2.5 4 2.5 4h-12'

// Speaking and sending
export const ask = 'M4 5h16v11.5H11L6.5 20v-3.5H4zM9.8 9.2a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .7-1 1.3M12 14.2h.01'
export const chat = 'M4 5h16v11.5H11L6.5 20v-3.5H4zM8.5 9.3h7M8.5 12.5h4.5'
export const phone =
  'M6 3.8h3.3l1.5 4.3-2 1.6a12 12 0 0 0 5.5 5.5l1.6-2 4.3 1.5V18a2.2 2.2 0 0 1-2.4 2.2A15.3 15.3 0 0 1 3.8 6.2 2.2 2.2 0 0 1 6 3.8Z'
export const camera = 'M3.5 7.5H8L9.5 5h5L16 7.5h4.5v12h-17zM12 16.7a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z'
export const photo = 'M4 4.5h16v15H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15 9h.01'
export const microphone =
  'M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 1 0-6 0v5a3 3 0 0 0 3 3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M9 21h6'
export const play = 'M7.5 4.8v14.4L19 12 7.5 4.8Z'
export const stop = 'M6.5 6.5h11v11h-11z'
export const send = 'M20.5 3.5 3.5 10.3l6.7 3.5 3.5 6.7 6.8-17ZM10.2 13.8l4-4'
export const pen = 'm4 20 1-4.5L16 4.5l3.5 3.5-11 11L4 20ZM13.5 7l3.5 3.5'
export const clip =
  'm19.5 11-7.8 7.8a4.7 4.7 0 0 1-6.6-6.6l8.3-8.3a3.1 3.1 0 0 1 4.4 4.4l-8.2 8.2a1.6 1.6 0 0 1-2.2-2.2l7.3-7.3'
export const qr =
  'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M17 20h3v-.5M14 20h.01M7 7h.01M17 7h.01M7 17h.01'
export const file = 'M6 3.5h9l4 4v13H6zM15 3.5v4h4'
export const share =
  'M7 13.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM17 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM17 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9.2 9.9 14.8 6.7M9.2 12.2l5.6 4.6'
export const print = 'M7.5 8.5v-5h9v5M7.5 17H4V8.5h16V17h-3.5M7.5 14h9v6.5h-9z'
export const download = 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15'
export const upload = 'M12 15.5v-11M7.5 8.5 12 4l4.5 4.5M4.5 20h15'

// Moving about
export const back = 'M14.5 5 7.5 12l7 7'
export const forward = 'm9.5 5 7 7-7 7'
export const down = 'm5 9 7 7 7-7'
export const up = 'm5 15 7-7 7 7'
export const close = 'm6 6 12 12M18 6 6 18'
export const plus = 'M12 5v14M5 12h14'
export const minus = 'M5 12h14'
export const check = 'm5 12.5 4.5 4.5L19 7.5'
export const checkCircle = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8.5 12.3l2.5 2.4 4.7-5'
export const alert = 'M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17h.01'
export const info = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5M12 8h.01'
export const search = 'M10.8 17.5a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4ZM15.7 15.7 20.5 20.5'
export const filter = 'M4 6h16M7 12h10M10 18h4'
export const sort = 'M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5'
export const columns = 'M4 4.5h16v15H4zM9.5 4.5v15M14.5 4.5v15'
export const rows = 'M4 6h16M4 10h16M4 14h16M4 18h16'
export const refresh = 'M19.5 11A7.5 7.5 0 0 0 5.7 8M4.5 4v4.5H9M4.5 13a7.5 7.5 0 0 0 13.8 3M19.5 20v-4.5H15'
export const more = 'M5.5 12h.01M12 12h.01M18.5 12h.01'
export const trash = 'M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10.5 10.5v6M13.5 10.5v6'
export const link =
  'M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7L12 17.7'
export const eye =
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z'
export const lock = 'M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11'
export const settings =
  'M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 9.7a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 18.7a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z'
export const signOut = 'M14 4.5H5.5v15H14M10.5 12H20M16.5 8.5 20 12l-3.5 3.5'
export const language =
  'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c2.3 2.5 3.3 5.3 3.3 8.5s-1 6-3.3 8.5c-2.3-2.5-3.3-5.3-3.3-8.5s1-6 3.3-8.5Z'
export const moon = 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z'
export const sun =
  'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4'
export const largeType = 'M3 19 8.5 5h1L15 19M5 14.5h8M15.5 19l3-7.5h.5l3 7.5M16.5 16.8h4.5'
export const offline =
  'M3 3.5 20.5 21M12 19h.01M8.5 15.3a5 5 0 0 1 6-.7M5.5 12a9 9 0 0 1 4.3-2.4M2.8 8.7a13 13 0 0 1 4-2.5M14 9.3a9 9 0 0 1 4.5 2.7M11 5.5a13 13 0 0 1 10.2 3.2'
export const collapse = 'M4 4.5h16v15H4zM9 4.5v15M16 9.5 13.5 12l2.5 2.5'
export const expand = 'M4 4.5h16v15H4zM9 4.5v15M13.5 9.5 16 12l-2.5 2.5'
