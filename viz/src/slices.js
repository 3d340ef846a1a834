/**
 * Work that is done in slices, so that the page stays responsive meanwhile.
 */

// So many milliseconds are worked before the browser gets its turn.
const SLICE = 12;
// After so many slices nothing is worked for a moment: a browser may do messages before it draws or hears a click.
const ROUND = 8;

/** Lets the browser do what waits, without the delay of a timer. @returns {Promise<void>} */
export function pause() {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/**
 * What a generator comes to that gives null where it may rest; null when it is not wanted any more.
 *
 * @template T
 * @param {Generator<null, T>} work
 * @param {() => boolean} isWanted
 * @returns {Promise<T | null>}
 */
export async function inSlices(work, isWanted) {
  let end = performance.now() + SLICE;
  let slices = 0;
  for (let next = work.next(); ; next = work.next()) {
    if (next.done) return next.value;
    if (performance.now() < end) continue;
    slices += 1;
    await (slices % ROUND ? pause() : new Promise((resolve) => setTimeout(resolve)));
    if (!isWanted()) return null;
    end = performance.now() + SLICE;
  }
}
