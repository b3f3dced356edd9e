// The service worker: what was visited, and Python once it was used, is there without a network.
// It stands in the site's root and is registered by `python.js` after the first use of Python.

const CACHE = "nncourse-1"; // another name for another way of keeping
const LASTING = /\/_static\/python\/([0-9a-f]{12})\//; // named by a hash of all that is in it

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", ({ data }) => {
  if (data.keep) keep(data.keep);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url)) return;
  event.respondWith(LASTING.test(request.url) ? fromCache(request) : fromNetwork(request));
});

const isOurs = (address) => address.startsWith(self.registration.scope);

/** Serve the pages that are open already, and drop what an older service worker kept. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("nncourse-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Keep what a page had loaded before there was a service worker. */
async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of addresses.filter(isOurs)) {
    if (!await cache.match(address)) await cache.add(address).catch(() => {});
  }
  const python = addresses.map((address) => LASTING.exec(address)?.[1]).find(Boolean);
  if (python) await dropOthers(cache, python);
}

/** Drop Python of other builds. */
async function dropOthers(cache, current) {
  for (const request of await cache.keys()) {
    const build = LASTING.exec(request.url)?.[1];
    if (build && build !== current) await cache.delete(request);
  }
}

/** What never changes: from the cache if it is there. */
async function fromCache(request) {
  const cache = await caches.open(CACHE);
  return await cache.match(request) ?? fetched(cache, request);
}

/** What may change: from the network if there is one. */
async function fromNetwork(request) {
  const cache = await caches.open(CACHE);
  try {
    return await fetched(cache, request);
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

/** Fetch, and keep what came. */
async function fetched(cache, request) {
  const response = await fetch(request);
  if (response.status === 200) cache.put(request, response.clone()).catch(() => {});
  return response;
}
