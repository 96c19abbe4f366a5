// The service worker of the console: it keeps nothing on the device, a desk has a line. It only shows what is pushed.
import './sw-push.ts'
