// The engine's module as an object: plain script, so that tests under Node call what the page calls.

/**
 * @typedef {{ memory: WebAssembly.Memory, take(length: number): number, give_back(at: number, length: number): void,
 *   answer(): number, open(at: number, length: number): number, arm(number: number, at: number, length: number): number,
 *   digest(at: number, length: number): number, run(arm: number, low: number, high: number, replicate: number): number }} Door
 * @typedef {{ hash: string, days: number, regions: number, places: number, warnings: string[] }} ArmInfo
 * @typedef {{ digest: string, endpoints: Float64Array, columns: Float64Array }} Replicate
 */

const DIGEST = 32;

export class Engine {
  /** @param {WebAssembly.Instance} instance @param {number} endpoints how many there are */
  constructor(instance, endpoints) {
    this.door = /** @type {Door} */ (/** @type {unknown} */ (instance.exports));
    this.endpoints = endpoints;
  }

  /**
   * Opens the laboratory.
   * @param {{ scenario: unknown, engine: string, columns: unknown }} opening
   */
  open(opening) {
    this.#send(JSON.stringify(opening), (at, length) => this.door.open(at, length));
  }

  /**
   * Makes an arm of the scenario under changes, each as `path=value` or `without id`.
   * @param {number} number @param {string[]} changes @returns {ArmInfo}
   */
  arm(number, changes) {
    const told = this.#send(JSON.stringify(changes), (at, length) => this.door.arm(number, at, length));
    return JSON.parse(new TextDecoder().decode(told));
  }

  /**
   * Simulates a replicate of an arm.
   * @param {number} arm @param {bigint} seed @param {number} replicate @returns {Replicate}
   */
  run(arm, seed, replicate) {
    const [low, high] = [Number(seed & 0xffffffffn), Number(seed >> 32n)];
    const told = this.#answer(this.door.run(arm, low, high, replicate));
    const digest = hexadecimal(told.subarray(0, DIGEST));
    const numbers = new Float64Array(told.slice(DIGEST).buffer);
    return { digest, endpoints: numbers.slice(0, this.endpoints), columns: numbers.slice(this.endpoints) };
  }

  /** The digest of a run from those of its replicates, in their order. @param {string[]} replicates */
  digest(replicates) {
    const bytes = Uint8Array.from(replicates.join("").match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return hexadecimal(this.#give(bytes, (at, length) => this.door.digest(at, length)));
  }

  /** @param {string} text @param {(at: number, length: number) => number} call */
  #send(text, call) {
    return this.#give(new TextEncoder().encode(text), call);
  }

  /** @param {Uint8Array} bytes @param {(at: number, length: number) => number} call */
  #give(bytes, call) {
    const at = this.door.take(bytes.length);
    new Uint8Array(this.door.memory.buffer, at, bytes.length).set(bytes);
    const length = call(at, bytes.length);
    this.door.give_back(at, bytes.length);
    return this.#answer(length);
  }

  /** @param {number} length */
  #answer(length) {
    const told = new Uint8Array(this.door.memory.buffer, this.door.answer(), Math.abs(length)).slice();
    if (length < 0) throw new Error(new TextDecoder().decode(told));
    return told;
  }
}

/** @param {Uint8Array} bytes */
const hexadecimal = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of a compressed module that stands in a page as base64. @param {string} text */
export async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
