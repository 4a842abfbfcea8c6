// What may be wrong with a server, one thing at a time, and which rows must see it.

import { kAnswering } from "./mutations_answering.js";
import { kReading } from "./mutations_reading.js";
import { kSigning } from "./mutations_signing.js";

export const kMutations = [...kReading, ...kAnswering, ...kSigning];
