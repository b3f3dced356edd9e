// What the drawn digit's modules make of what Python asks: `node digit_in_node.mjs ASKED ANSWERED`.

import { readFileSync, writeFileSync } from "node:fs";
import { readStrokes } from "../nncourse/widgets/figures/digit.js";
import { framed } from "../nncourse/widgets/figures/shared/frame.js";
import { outputs, readNetwork, sharesOf } from "../nncourse/widgets/figures/shared/network.js";
import { inkOfPen } from "../nncourse/widgets/figures/shared/pen.js";

const file = new URL("../nncourse/widgets/figures/digit.safetensors", import.meta.url);
const network = readNetwork(new Uint8Array(readFileSync(file)).buffer);
const answers = {
  frame: ({ shape: [height, width], ink }) => {
    const bytes = Buffer.from(ink, "base64");
    return [...framed({ height, width, values: Float64Array.from(bytes, (byte) => byte / 255) })];
  },
  ink: ({ strokes, pen }) => [...inkOfPen(strokes, pen).values],
  forward: ({ picture }) => {
    const layers = outputs(network, Float64Array.from(picture, (byte) => byte / 255));
    return { hidden: [...layers.at(-2)], shares: sharesOf(layers.at(-1)) };
  },
  read: ({ strokes, pen }) => {
    const { picture, shares } = readStrokes(network, strokes, pen);
    return { picture: [...picture], shares };
  },
};

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
writeFileSync(process.argv[3], JSON.stringify(asked.map(([kind, what]) => answers[kind](what))));
