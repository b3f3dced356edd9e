// What moves by itself, only while the reader wants it and sees it.

import { follow } from "./model.js";

/** Calls `tick` so many times a second between `play()` and `pause()`, and rests out of view. */
export class Clock {
  constructor(model, perSecond, tick) {
    Object.assign(this, { model, tick, pace: 1000 / perSecond, playing: false });
    this.end = follow(model, ["visible"], () => this.update());
  }

  play() {
    this.playing = true;
    this.update();
  }

  pause() {
    this.playing = false;
    this.update();
  }

  update() {
    clearInterval(this.timer);
    const seen = this.model.get("visible") !== false; // in a notebook nobody says
    if (this.playing && seen) this.timer = setInterval(this.tick, this.pace);
  }

  remove() {
    this.pause();
    this.end();
  }
}

/** Whether the reader has asked for less motion: then show where it leads at once. */
export function lessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
