// What the test does inside the page goes through the client's own code: the same source as the client is built of, beside
// it in the same page. Built by ./front.ts and served from the client's own address.

export { fileOf, loadQueue, openKept, queue, send } from '@doorstep/browser'
export { matters } from '@doorstep/modules/matters/contract.ts'
